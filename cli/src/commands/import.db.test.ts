/** The real command against a listening server: a damaged file, and the way out and in again. */
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { FactInput } from "../../../contract/src/facts/fact.ts";
import { readConfig } from "../../../server/src/config.ts";
import { aNotice } from "../../../server/test/builders.ts";
import { createTestApp, type TestApp } from "../../../server/test/harness.ts";
import { simulateCity } from "../../../simulate/src/index.ts";
import { runExportFacts } from "./export-facts.ts";
import { runExport } from "./export-tables.ts";
import { runImport } from "./import.ts";

let app: TestApp;
let url: string;
let folder: string;
beforeAll(async () => {
  app = await createTestApp();
  url = await app.application.http.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(join(tmpdir(), "mingjing-cli-import-"));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

type Command = typeof runImport;

async function run(command: Command, ...args: string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const code = await command(args, {
    config: readConfig({ MINGJING_URL: url, MINGJING_TOKEN: app.operatorToken }),
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  });
  return { code, errors, last: JSON.parse(printed.at(-1) ?? "null") as Record<string, unknown> };
}

const place = { code: "999901", name: "云澜市" };
const badUscc = { kind: "organisation", name: "云澜乙建设有限公司", uscc: "91310000MA1K35XX0A" };

/** Ways to damage the n-th notice, with the field and the code that must be named. */
const DAMAGES: readonly [(fact: FactInput) => string, string, string][] = [
  [(fact) => JSON.stringify(fact).slice(0, -40), "line", "intake.bad-json"],
  [(fact) => JSON.stringify([fact.sourceId]), "line", "intake.bad-field"],
  [
    (fact) => JSON.stringify({ ...fact, occurredAt: "2026-13-45" }),
    "occurredAt",
    "intake.bad-field",
  ],
  [(fact) => JSON.stringify({ ...fact, sourceId: 17 }), "sourceId", "intake.bad-field"],
  [(fact) => JSON.stringify({ ...fact, colour: "red" }), "colour", "intake.bad-field"],
  [
    (fact) => JSON.stringify({ ...fact, kind: "procurement.rumour" }),
    "kind",
    "intake.unknown-kind",
  ],
  [(fact) => payload(fact, { title: "招标\u0000公告" }), "line", "intake.nul-character"],
  [(fact) => payload(fact, { openingAt: "tomorrow" }), "payload.openingAt", "intake.bad-field"],
  [(fact) => payload(fact, { lots: "one" }), "payload.lots", "intake.bad-field"],
  [
    (fact) => payload(fact, { procuringEntity: badUscc }),
    "payload.procuringEntity.uscc",
    "intake.bad-uscc",
  ],
  [
    (fact) => JSON.stringify({ ...fact, subject: "lot:17" }),
    "subject",
    "intake.subject-kind-mismatch",
  ],
  [
    (fact) => JSON.stringify({ ...fact, occurredAt: "2027-01-01T00:00:00Z" }),
    "occurredAt",
    "intake.time-in-future",
  ],
];

const payload = (fact: FactInput, changes: object): string =>
  JSON.stringify({ ...fact, payload: { ...fact.payload, place, ...changes } });

test("a file with a damaged line in ten: the others are kept, each bad one is in the quarantine with its line", async () => {
  const lines: string[] = [];
  const expected: { line: number; field: string; code: string }[] = [];
  for (let n = 0; n < 240; n += 1) {
    const damage = n % 10 === 3 ? DAMAGES[((n - 3) / 10) % DAMAGES.length] : undefined;
    const fact = aNotice(`L${n}`);
    lines.push(damage === undefined ? JSON.stringify(fact) : damage[0](fact));
    if (damage !== undefined) expected.push({ line: n + 1, field: damage[1], code: damage[2] });
  }
  expect(expected).toHaveLength(24);
  const file = join(folder, "damaged.ndjson");
  await writeFile(file, lines.join("\n"));
  const { code, errors, last } = await run(runImport, "--json", "--source", "damaged", file);
  expect(code).toBe(0);
  expect(last).toMatchObject({ lines: 240, accepted: 216, duplicate: 0, quarantined: 24 });
  expect(errors).toHaveLength(24);
  const kept = await app.database.query(
    "SELECT line, field, code, text FROM intake.quarantine WHERE source = 'damaged' ORDER BY line",
  );
  expect(kept.map(({ line, field, code: reason }) => ({ line, field, code: reason }))).toEqual(
    expected,
  );
  for (const { line, text } of kept) {
    expect(text).toBe(lines[Number(line) - 1]?.replaceAll("\u0000", "\uFFFD"));
  }
  const again = await run(runImport, "--json", "--strict", "--source", "damaged", file);
  expect(again.code).toBe(1);
  expect(again.last).toMatchObject({ accepted: 0, duplicate: 216, quarantined: 24 });
});

test("export from the running server and import elsewhere: every fact that tables carry is the same", async () => {
  const city = join(folder, "city.ndjson");
  const { facts } = simulateCity({ seed: 3, projects: 25, to: "2026-05-30T00:00:00Z" });
  const sent = [...facts].filter(({ kind }) => kind.startsWith("procurement."));
  await writeFile(city, sent.map((fact) => JSON.stringify(fact)).join("\n"));
  await run(runImport, "--json", "--source", "city", city);

  const first = join(folder, "first.ndjson");
  const whole = await run(runExportFacts, "--source", "city", "--out", first);
  expect(whole.last).toMatchObject({ facts: sent.length });
  const tables = join(folder, "tables");
  const { last } = await run(runExport, "--source", "city", "--out", tables);
  const { unsupported } = last as { unsupported: Record<string, number> };

  const accepted = sent.length - Object.values(unsupported).reduce((sum, count) => sum + count, 0);
  const imported = await run(runImport, "--json", "--source", "copy", tables);
  expect(imported.last).toMatchObject({ accepted, duplicate: 0, quarantined: 0 });
  const repeated = await run(runImport, "--json", "--source", "copy", tables);
  expect(repeated.last).toMatchObject({ accepted: 0, duplicate: accepted, quarantined: 0 });

  const second = join(folder, "second.ndjson");
  await run(runExportFacts, "--source", "copy", "--out", second);
  const carried = (await factsOf(first)).filter(({ kind }) => unsupported[kind] === undefined);
  expect(await factsOf(second)).toEqual(carried);
});

/** By id, so that the order of arrival does not matter. */
async function factsOf(file: string): Promise<FactInput[]> {
  const facts: FactInput[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    facts.push(JSON.parse(line) as FactInput);
  }
  return facts.toSorted((a, b) => (a.sourceId < b.sourceId ? -1 : 1));
}

test("an export that is refused writes no file and says why", async () => {
  const out = join(folder, "never.ndjson");
  await expect(run(runExportFacts, "--source", "nobody", "--out", out)).rejects.toThrow(
    /intake\.unknown-source/,
  );
  await expect(readFile(out)).rejects.toThrow(/ENOENT/);
});
