import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { aNotice } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { createLog } from "../../platform/telemetry.ts";
import { type FerrySigner, vkeyOf } from "./ferry-key.ts";
import { createFactsIntake, type FactsIntake } from "./index.ts";
import { factLine, packageName, type SealedPackage, sealPackage } from "./package.ts";
import { namesIn } from "./test-support.ts";

let app: TestApp;
let inbox: string;
let folder: string;
const clock = { now: () => new Date(NOW) };

function newSigner(name: string): FerrySigner {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  return { name, key: createPrivateKey(pem) };
}
const centre = newSigner("centre");
const nobody = newSigner("nobody");

beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  await app.addSource("centre");
  folder = await mkdtemp(join(tmpdir(), "mingjing-facts-"));
  inbox = join(folder, "in");
  await mkdir(inbox);
  await writeFile(
    join(folder, "keys"),
    [centre, nobody].map((one) => `${one.name} ${vkeyOf(one)}\n`).join(""),
  );
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const newIntake = (): FactsIntake =>
  createFactsIntake({
    db: app.database.app.db,
    registry: app.application.registry,
    directory: inbox,
    keysFile: join(folder, "keys"),
    log: createLog("error"),
    clock,
  });

interface Sending {
  readonly sequence: number;
  readonly previous: SealedPackage | undefined;
  readonly signer?: FerrySigner;
}

/** Makes a package of these lines and puts it where the gate would. */
async function send(
  lines: readonly string[],
  { sequence, previous, signer = centre }: Sending,
): Promise<{ name: string; made: SealedPackage }> {
  const made = sealPackage(
    {
      cargo: "facts",
      sequence,
      previous: previous?.sha256 ?? null,
      madeAt: NOW,
      full: previous === undefined,
      part: 1,
      more: false,
    },
    lines.map(factLine),
    signer,
  );
  const name = packageName(made.header);
  await writeFile(join(inbox, name), made.bytes);
  return { name, made };
}

async function take(intake: FactsIntake): Promise<number> {
  return (await intake.poll()) + (await intake.poll());
}

const factsOf = (source: string) =>
  app.database.query("SELECT source_id FROM fact.fact WHERE source = $1 ORDER BY 1", [source]);

let first: SealedPackage;

test("lines go through the ordinary intake: taken, known, quarantined by line, and counted", async () => {
  const notice = JSON.stringify(aNotice("F1"));
  const { name, made } = await send([notice, notice, '{"half":', "招标公告"], {
    sequence: 1,
    previous: undefined,
  });
  first = made;
  expect(await take(newIntake())).toBe(1);
  const report = JSON.parse(
    await readFile(join(inbox, "done", `${name}.report.json`), "utf8"),
  ) as object;
  expect(report).toEqual({
    source: "centre",
    sequence: 1,
    lines: 4,
    accepted: 1,
    duplicate: 1,
    quarantined: 2,
  });
  expect(await factsOf("centre")).toHaveLength(1);
  const quarantined = await app.database.query(
    "SELECT line, text FROM intake.quarantine WHERE source = 'centre' ORDER BY line",
  );
  expect(quarantined).toEqual([
    { line: 3, text: '{"half":' },
    { line: 4, text: "招标公告" },
  ]);
});

test("a package of thousands of lines passes in order", async () => {
  const lines = Array.from({ length: 5000 }, (_, n) => JSON.stringify(aNotice(`MANY${n}`)));
  const { made } = await send(lines, { sequence: 2, previous: first });
  expect(await take(newIntake())).toBe(1);
  expect(await factsOf("centre")).toHaveLength(5001);
  first = made;
});

test("killed before it was put away: the same package again adds nothing", async () => {
  const [name = ""] = (await namesIn(inbox, "done")).filter((one) => one.endsWith("2.ndjson"));
  await rename(join(inbox, "done", name), join(inbox, name));
  // Before even the record of it was written, the worst moment.
  await app.database.query("DELETE FROM exchange.taken WHERE sequence = 2");
  const intake = newIntake();
  expect(await take(intake)).toBe(1);
  expect(await factsOf("centre")).toHaveLength(5001);
  const reports = (await namesIn(inbox, "done")).filter((one) => one.endsWith(".report.json"));
  const texts = await Promise.all(reports.map((one) => readFile(join(inbox, "done", one), "utf8")));
  expect(texts.some((text) => text.includes('"duplicate":5000'))).toBe(true);
});

test("a package after a gap waits, and the missing one is named", async () => {
  const third = sealPackage(
    {
      cargo: "facts",
      sequence: 3,
      previous: first.sha256,
      madeAt: NOW,
      full: false,
      part: 1,
      more: false,
    },
    [factLine(JSON.stringify(aNotice("F3")))],
    centre,
  );
  await send([JSON.stringify(aNotice("F4"))], { sequence: 4, previous: third });
  const intake = newIntake();
  expect(await take(intake)).toBe(0);
  expect(await intake.health.check()).toMatchObject({
    ok: false,
    detail: expect.stringContaining("centre 3"),
  });
  await writeFile(join(inbox, packageName(third.header)), third.bytes);
  expect(await take(intake)).toBe(2);
  expect(await intake.health.check()).toMatchObject({ ok: true });
});

test.each([
  ["a source without a pinned key", () => newSigner("stranger"), "ferry.unknown-source"],
  ["another key under the name of a source", () => newSigner("centre"), "ferry.bad-signature"],
  ["a source that was never registered", () => nobody, "ferry.source-not-registered"],
])("%s is refused with its reason, and nothing is taken", async (_what, signer, code) => {
  const before = await factsOf("centre");
  const { name } = await send([JSON.stringify(aNotice("FX"))], {
    sequence: 70,
    previous: undefined,
    signer: signer(),
  });
  expect(await take(newIntake())).toBe(0);
  const reason = await readFile(join(inbox, "refused", `${name}.reason.txt`), "utf8");
  expect(reason).toContain(code);
  expect(await factsOf("centre")).toEqual(before);
});

test("a package of released data is no business of this intake", async () => {
  const name = "ferry-released-0000000001.ndjson";
  await writeFile(join(inbox, name), "{}\n");
  await take(newIntake());
  expect(await namesIn(inbox)).toContain(name);
});
