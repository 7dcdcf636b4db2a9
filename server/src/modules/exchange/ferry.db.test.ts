import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aNotice, bidsOpened, honestBids, ocidOf } from "../../../test/builders.ts";
import {
  AFTER_OPENING,
  canary,
  fillWithCanaries,
  type FilledWithCanaries,
  LATER,
  sealedReceipts,
} from "../../../test/canaries.ts";
import { NOW } from "../../../test/harness.ts";
import { RELATIONS } from "./relations.ts";
import {
  carriedBy,
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
});
afterAll(() => world.close());

const query = <T extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  world.app.database.query<T>(text, values);

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Packs, carries and applies what is new. */
async function ferryOver(): Promise<string[]> {
  const names = await world.pack();
  await world.carry(names);
  expect(await takeAll(await world.newIntake())).toBe(names.length);
  return names;
}

/** Brings something new to be carried. */
async function addProcess(code: string): Promise<void> {
  await world.app.send(filled.key, [aNotice(code)]);
  await world.app.settle();
}

describe("round trip", () => {
  test("the list of relations is that of the database", async () => {
    const found = await query<{ name: string }>(
      `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'released'::regnamespace
       AND relkind IN ('r', 'v', 'm', 'p') ORDER BY 1`,
    );
    expect(found.map(({ name }) => name)).toEqual(RELATIONS.map(({ name }) => name).toSorted());
  });

  test("the first packages are the whole state, row by row", async () => {
    const names = await ferryOver();
    expect(names).toEqual(["ferry-released-0000000001.ndjson"]);
    const inside = await insideRows(world);
    expect(await portalRows(world)).toEqual(inside);
    for (const name of ["process", "decision", "fact", "fact_leaf", "log_node", "log_checkpoint"])
      expect(inside[name]?.length, name).toBeGreaterThan(0);
    expect(await namesIn(world.inbox, "done")).toEqual(names);
  });

  test("nothing new, no package; after ten minutes an empty one, so that silence means failure", async () => {
    expect(await world.pack()).toEqual([]);
    world.clock.at = "2026-06-01T08:10:00.000Z";
    const names = await ferryOver();
    expect(names).toHaveLength(1);
    expect(await carriedBy(world, names)).toEqual({});
  });

  test("then only what changed goes", async () => {
    await addProcess("NEW1");
    const names = await ferryOver();
    const { log_node, ...counts } = await carriedBy(world, names);
    expect(counts).toEqual({
      process: 1,
      answer_entry: 1,
      fact: 1,
      fact_leaf: 1,
      log_checkpoint: expect.any(Number),
      log_entry: expect.any(Number),
    });
    expect(log_node).toBeGreaterThan(0);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("what is withdrawn inside vanishes outside, and comes back", async () => {
    await query("DELETE FROM released.fact WHERE ocid = $1", [ocidOf("NEW1")]);
    await query("DELETE FROM released.process WHERE ocid = $1", [ocidOf("NEW1")]);
    await query("UPDATE released.process SET title = '改名' WHERE ocid = $1", [ocidOf("OPEN")]);
    expect(await carriedBy(world, await ferryOver())).toEqual({
      "fact gone": 1,
      "fact_leaf gone": 1,
      "process gone": 1,
      process: 1,
    });
    expect(await portalRows(world)).toEqual(await insideRows(world));
    await world.app.application.publication.refreshAll();
    expect(await carriedBy(world, await ferryOver())).toEqual({
      fact: 1,
      fact_leaf: 1,
      process: 2,
    });
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("a rebuild that gives the same tables carries nothing", async () => {
    await world.app.application.rebuild();
    await world.app.application.publication.refreshAll();
    expect(await world.pack()).toEqual([]);
    const [row] = await query("SELECT count(*)::int AS count FROM exchange.change");
    expect(row?.["count"]).toBe(0);
  });

  test("sealed bids and an opening that was entered too early show in the log alone", async () => {
    await world.app.send(filled.key, [aNotice("QUIET", { openingAt: LATER, bidDeadline: LATER })]);
    await world.app.settle();
    await ferryOver();
    await world.app.send(filled.key, [
      ...sealedReceipts("QUIET"),
      bidsOpened("QUIET", honestBids(1, 2, 3)),
    ]);
    await world.app.settle();
    const counts = await carriedBy(world, await ferryOver());
    expect(Object.keys(counts).toSorted()).toEqual(["log_checkpoint", "log_entry", "log_node"]);
  });

  test("hashes of the log follow over the borders of rows and levels", async () => {
    for (const [batch, count] of [200, 400, 1, 3].entries()) {
      const notices = Array.from({ length: count }, (_, n) => aNotice(`GROW${batch}-${n}`));
      await world.app.send(filled.key, notices);
      await world.app.settle();
      await ferryOver();
      expect(await portalRows(world)).toEqual(await insideRows(world));
    }
    const { log_node } = await portalRows(world);
    expect(log_node?.filter((row) => row.includes('"level": 0')).length).toBeGreaterThan(2);
  });

  test("no byte of any package is private, before the opening or after it", async () => {
    await world.app.send(filled.key, sealedReceipts("SEALED"));
    world.app.setNow(AFTER_OPENING);
    await world.app.application.publication.refreshAll();
    await world.app.settle();
    await world.exchange.startOver();
    await ferryOver();
    expect(await portalRows(world)).toEqual(await insideRows(world));
    world.app.setNow(NOW);
    const packages = (await namesIn(world.out)).filter((name) => name.endsWith(".ndjson"));
    expect(packages.length).toBeGreaterThan(6);
    for (const name of packages) {
      const text = await readFile(join(world.out, name), "utf8");
      const leaked = [canary(""), "9876543219", ...filled.leadSecrets].filter((secret) =>
        text.includes(secret),
      );
      expect(leaked, name).toEqual([]);
    }
    const kept = await query("SELECT 1 FROM fact.fact WHERE payload::text LIKE $1", [
      `%${canary("")}%`,
    ]);
    expect(kept.length).toBeGreaterThan(10);
  });
});

describe("writers beside it", () => {
  /** A transaction of somebody else that has renamed a process and is open until `commit`. */
  async function besideRename(
    [title, code]: readonly [string, string],
    work: (commit: () => Promise<unknown>) => Promise<void>,
  ): Promise<void> {
    const client = await world.app.database.app.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE released.process SET title = $1 WHERE ocid = $2", [
        title,
        ocidOf(code),
      ]);
      await work(() => client.query("COMMIT"));
    } finally {
      client.release(true);
    }
  }

  test("a change whose transaction began before the ferry was switched on is in the whole state", async () => {
    await query("UPDATE exchange.switch SET looked_at = now() - interval '8 days'");
    await besideRename(["早改", "OPEN"], async (commit) => {
      const state = { isPacked: false };
      const packing = world.pack().finally(() => (state.isPacked = true));
      const first = await Promise.race([
        packing.then(() => "packed"),
        waitForLock(() => state.isPacked).then(() => "waits"),
      ]);
      expect(first).toBe("waits");
      await commit();
      await world.carry(await packing);
    });
    expect(await takeAll(await world.newIntake())).toBe(1);
    const rows = await portalRows(world);
    expect(rows).toEqual(await insideRows(world));
    expect(rows["process"]?.some((row) => row.includes("早改"))).toBe(true);
  });

  /** Until the packing waits for the writer. */
  async function waitForLock(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const rows = await query(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test("a change that is committed while a package is made goes with the next one", async () => {
    await besideRename(["晚改", "OPEN"], async (commit) => {
      await query("UPDATE released.process SET title = '同时' WHERE ocid = $1", [ocidOf("TALK")]);
      const early = await world.pack();
      expect(await carriedBy(world, early)).toEqual({ process: 1 });
      await commit();
      const late = await world.pack();
      expect(await carriedBy(world, late)).toEqual({ process: 1 });
      await world.carry([...early, ...late]);
    });
    expect(await takeAll(await world.newIntake())).toBe(2);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("a change that is committed between the look and the end of a packing is not forgotten", async () => {
    let calls = 0;
    world.hooks.onKey = async () => {
      calls += 1;
      if (calls === 2)
        await query("UPDATE released.process SET title = '其间' WHERE ocid = $1", [ocidOf("TALK")]);
    };
    await query("UPDATE released.process SET title = '之前' WHERE ocid = $1", [ocidOf("OPEN")]);
    const early = await world.pack();
    world.hooks.onKey = undefined;
    expect(calls).toBe(2);
    const late = await world.pack();
    expect(await carriedBy(world, early)).toEqual({ process: 1 });
    expect(await carriedBy(world, late)).toEqual({ process: 1 });
    await world.carry([...early, ...late]);
    expect(await takeAll(await world.newIntake())).toBe(2);
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("while nobody carries anything away, nothing is noted", async () => {
    await query("UPDATE exchange.switch SET looked_at = now() - interval '8 days'");
    await addProcess("UNNOTED");
    const [row] = await query("SELECT count(*)::int AS count FROM exchange.change");
    expect(row?.["count"]).toBe(0);
    await ferryOver();
    expect(await portalRows(world)).toEqual(await insideRows(world));
  });

  test("after a restore numbers are left out and everything goes again", async () => {
    const before = Math.max(
      ...(await namesIn(world.out)).map((one) => Number(/\d{10}/.exec(one)?.[0] ?? 0)),
    );
    await world.exchange.module.afterRestore?.({});
    const [name = ""] = await ferryOver();
    expect(Number(/\d{10}/.exec(name)?.[0])).toBeGreaterThan(before + 1000);
    expect(sum(await carriedBy(world, [name]))).toBeGreaterThan(20);
  });
});
