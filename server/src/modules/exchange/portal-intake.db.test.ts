import { createReadStream } from "node:fs";
import { copyFile, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { aNotice } from "../../../test/builders.ts";
import { fillWithCanaries, type FilledWithCanaries } from "../../../test/canaries.ts";
import { readSigner } from "./ferry-key.ts";
import { readPackage } from "./package-reader.ts";
import { sealPackage } from "./package.ts";
import {
  addTo,
  createFerryWorld,
  type FerryWorld,
  insideRows,
  namesIn,
  portalRows,
  takeAll,
} from "./test-support.ts";

let world: FerryWorld;
let filled: FilledWithCanaries;
beforeAll(async () => {
  world = await createFerryWorld();
  filled = await fillWithCanaries(world.app);
  await ferryOver();
});
afterAll(() => world.close());

const query = <T extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  world.app.database.query<T>(text, values);

/** Packs, carries and applies what is new. */
async function ferryOver(): Promise<string[]> {
  const names = await world.pack();
  await world.carry(names);
  expect(await takeAll(await world.newIntake())).toBe(names.length);
  return names;
}

const applied = async (): Promise<number> => {
  const { rows } = await world.portal.own.pool.query(
    "SELECT count(*)::int AS count FROM ferry.applied",
  );
  return rows[0].count as number;
};

/** Brings something new to be carried. */
async function addProcess(code: string): Promise<void> {
  await world.app.send(filled.key, [aNotice(code)]);
  await world.app.settle();
}

describe("what the portal host refuses", () => {
  let name: string;
  let before: unknown;
  beforeEach(async ({ task }) => {
    await addProcess(`R${task.id.replaceAll(/\W/g, "")}`);
    [name = ""] = await world.pack();
    before = { rows: await portalRows(world), applied: await applied() };
  });

  const bytesOf = () => readFile(join(world.out, name));
  const put = (bytes: Uint8Array, as = name) => writeFile(join(world.inbox, as), bytes);

  /** Nothing changed, the file stands aside with this reason; then the good one is taken. */
  async function expectRefused(code: string, as = name): Promise<void> {
    const intake = await world.newIntake();
    expect(await takeAll(intake)).toBe(0);
    expect({ rows: await portalRows(world), applied: await applied() }).toEqual(before);
    const refused = (await namesIn(world.inbox, "refused")).filter((one) => one.startsWith(as));
    const reason = refused.findLast((one) => one.endsWith(".reason.txt"));
    const text = await readFile(join(world.inbox, "refused", reason ?? ""), "utf8");
    expect(text.split("\n")[0]).toContain(code);
    expect(await intake.health.check()).toMatchObject({ ok: false });
    await world.carry([name]);
    expect(await takeAll(intake)).toBe(1);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  }

  test("a changed byte", async () => {
    const bytes = await bytesOf();
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await put(bytes);
    await expectRefused("ferry.changed");
  });

  test("a line less", async () => {
    const lines = (await bytesOf()).toString("utf8").split("\n");
    await put(Buffer.from(lines.toSpliced(1, 1).join("\n")));
    await expectRefused("ferry.line-missing");
  });

  test("another name", async () => {
    const as = "ferry-released-0000000099.ndjson";
    await put(await bytesOf(), as);
    await expectRefused("ferry.wrong-name", as);
  });

  test("what is no package at all", async () => {
    await put(Buffer.from('<script>\n{"seal":{}}\n'));
    await expectRefused("ferry.not-a-package");
  });

  test("a file too large to be one, unread", async () => {
    const file = await open(join(world.inbox, name), "w");
    await file.truncate(65 * 1024 * 1024);
    await file.close();
    world.clock.at = new Date(Date.parse(world.clock.at) + 61_000).toISOString();
    await expectRefused("ferry.too-large");
  });

  test("a package of another inner side", async () => {
    const other = await createFerryWorld();
    try {
      const [theirs = ""] = await other.pack();
      await copyFile(join(other.out, theirs), join(world.inbox, theirs));
      await expectRefused("ferry.bad-signature", theirs);
    } finally {
      await other.close();
    }
  });

  test("a cut-off file, once it has stood still for a minute; before, it may be growing", async () => {
    const bytes = await bytesOf();
    await put(bytes.subarray(0, -20));
    const intake = await world.newIntake();
    expect(await takeAll(intake)).toBe(0);
    expect(await namesIn(world.inbox)).toContain(name);
    world.clock.at = new Date(Date.parse(world.clock.at) + 61_000).toISOString();
    expect(await intake.poll()).toBe(0);
    expect(await namesIn(world.inbox)).not.toContain(name);
    await expectRefused("ferry.truncated");
  });

  test("a file that grows is left alone until it is whole", async () => {
    const bytes = await bytesOf();
    const intake = await world.newIntake();
    await put(bytes.subarray(0, 100));
    expect(await takeAll(intake)).toBe(0);
    await addTo(join(world.inbox, name), bytes.subarray(100));
    expect(await intake.poll()).toBe(0);
    expect(await takeAll(intake)).toBe(1);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });
});

describe("order", () => {
  test("a missing package is waited for and named; then all are applied", async () => {
    const names: string[] = [];
    for (const code of ["ORDER1", "ORDER2"]) {
      await addProcess(code);
      names.push(...(await world.pack()));
    }
    const [first = "", second = ""] = names;
    const intake = await world.newIntake();
    await world.carry([second]);
    expect(await takeAll(intake)).toBe(0);
    const number = Number(/\d{10}/.exec(first)?.[0]);
    expect((await intake.health.check()).detail).toContain(`waits for package ${number}`);
    await world.carry([first]);
    expect(await takeAll(intake)).toBe(2);
    expect((await intake.health.check()).detail).not.toContain("waits");
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("killed after applying, before moving: taken once", async () => {
    await addProcess("KILLED");
    const [name = ""] = await ferryOver();
    const count = await applied();
    await rename(join(world.inbox, "done", name), join(world.inbox, name));
    expect(await takeAll(await world.newIntake())).toBe(0);
    expect(await applied()).toBe(count);
    expect(await namesIn(world.inbox)).not.toContain(name);
    expect(await namesIn(world.inbox, "done")).toContain(name);
  });

  test("killed after making, before naming: the package gets its name at the next run", async () => {
    await addProcess("UNNAMED");
    const [name = ""] = await world.pack();
    await rename(join(world.out, name), join(world.out, `.${name}.part`));
    await query("UPDATE exchange.package SET is_placed = false WHERE name = $1", [name]);
    expect(await world.pack()).toEqual([]);
    await world.carry([name]);
    expect(await takeAll(await world.newIntake())).toBe(1);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("the same number with other content is a fork", async () => {
    await addProcess("FORK1");
    const [name = ""] = await ferryOver();
    // The inner database is set back to before, as from an old copy of its disk.
    await query(`UPDATE exchange.progress SET sequence = sequence - 1,
      previous = (SELECT sha256 FROM exchange.package WHERE sequence = exchange.progress.sequence - 1)`);
    await query("DELETE FROM exchange.package WHERE name = $1", [name]);
    await addProcess("FORK2");
    expect(await world.pack()).toEqual([name]);
    const before = await portalRows(world);
    await world.carry([name]);
    expect(await takeAll(await world.newIntake())).toBe(0);
    expect(await portalRows(world)).toEqual(before);
    const reason = await readFile(join(world.inbox, "refused", `${name}.reason.txt`), "utf8");
    expect(reason).toContain("ferry.forked");
    expect(reason).toContain("内容不同");
  });

  test("after a lost package a whole state starts over; what comes late is put away", async () => {
    await addProcess("LOST");
    const [lost = ""] = await world.pack();
    await addProcess("AFTER");
    const [after = ""] = await world.pack();
    await world.exchange.startOver();
    const whole = await world.pack();
    await world.portal.own.pool.query("INSERT INTO released.sealed_count VALUES (1999, 5)");
    await world.carry([after, ...whole]);
    const intake = await world.newIntake();
    expect(await takeAll(intake)).toBe(1);
    expect(await portalRows(world)).toEqual(await insideRows(world));
    await world.carry([lost]);
    expect(await takeAll(intake)).toBe(0);
    const done = await namesIn(world.inbox, "done");
    expect(done).toEqual(expect.arrayContaining([`${after}.reason.txt`, `${lost}.reason.txt`]));
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("a portal of another version waits instead of losing columns", async () => {
    await addProcess("VERSION");
    const names = await world.pack();
    const { pool } = world.portal.own;
    // What was refused was looked at.
    await rm(join(world.inbox, "refused"), { recursive: true, force: true });
    await pool.query("ALTER TABLE released.process RENAME COLUMN industry TO branch");
    await world.carry(names);
    const intake = await world.newIntake();
    expect(await takeAll(intake)).toBe(0);
    expect((await intake.health.check()).detail).toContain("process differ");
    expect((await intake.health.check()).ok).toBe(true);
    world.clock.at = new Date(Date.parse(world.clock.at) + 301_000).toISOString();
    await intake.poll();
    expect((await intake.health.check()).ok).toBe(false);
    await pool.query("ALTER TABLE released.process RENAME COLUMN branch TO industry");
    expect(await intake.poll()).toBe(1);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });
});

describe("a whole state in parts", () => {
  let parted: FerryWorld;
  beforeAll(async () => {
    parted = await createFerryWorld({ partBytes: 8000 });
    await fillWithCanaries(parted.app);
  });
  afterAll(() => parted.close());

  test("is applied when all parts are there, and not before", async () => {
    const names = await parted.pack();
    expect(names.length).toBeGreaterThan(3);
    const [missing = "", rest] = [names[1], names.toSpliced(1, 1)];
    const intake = await parted.newIntake();
    await parted.carry(rest);
    expect(await takeAll(intake)).toBe(0);
    // A part of another whole, as a second system with the same key would make it, is not mixed in.
    const signer = readSigner(
      "test.mingjing.example/log/ferry",
      await readFile(join(parted.secrets, "ferry-key"), "utf8"),
    );
    const { header } = await readPackage(createReadStream(join(parted.out, missing)));
    const other = sealPackage({ ...header, previous: "0".repeat(64) }, [], signer);
    await writeFile(join(parted.inbox, missing), other.bytes);
    expect(await takeAll(intake)).toBe(0);
    expect((await portalRows(parted))["process"]).toEqual([]);
    expect((await intake.health.check()).detail).toContain("waits for package 2");
    await parted.carry([missing]);
    expect(await takeAll(intake)).toBe(names.length);
    expect(await portalRows(parted)).toEqual(await insideRows(parted));
    expect(await intake.health.check()).toMatchObject({ ok: true });
  });
});
