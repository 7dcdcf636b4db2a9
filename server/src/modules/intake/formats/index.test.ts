import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  detectFormat,
  type Format,
  openImport,
  openTables,
  readMapping,
  reconcile,
  writeGgzyTables,
} from "./index.ts";
import { collect, CONTEXT, exampleFacts, schemaErrors } from "./test-support.ts";

let folder = "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
  const facts = await exampleFacts();
  const release = {
    ocid: "ocds-x-1",
    id: "1",
    date: "2026-03-01T00:00:00Z",
    tender: { title: "x" },
  };
  await mkdir(at("mixed/deeper"), { recursive: true });
  await writeFile(at("facts.ndjson"), facts.map((fact) => JSON.stringify(fact)).join("\n"));
  await writeFile(at("mixed/release.json.gz"), gzipSync(JSON.stringify(release)));
  await writeFile(at("mixed/deeper/facts.ndjson"), JSON.stringify(facts[0]));
  await writeFile(at("mixed/broken.bin"), Buffer.from([0, 1, 2]));
  await writeFile(
    at("notices.json"),
    JSON.stringify({ items: [{ title: "公告", publish_date: "2026-03-01", content_text: "x" }] }),
  );
  await writeFile(at("bids.csv"), "lot,firm,day\n1,云澜甲,2026-03-01\n");
  await writeGgzyTables(facts, { folder: at("tables"), context: CONTEXT });
  const names = ["BID_OPENING_RECORD", "TENDER_LIST"];
  const members = await Promise.all(
    names.map(async (name) => [`${name}.csv`, await readFile(at(`tables/${name}.csv`))] as const),
  );
  await writeFile(at("tables.zip"), zipSync(Object.fromEntries(members)));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test.each<[string, Format]>([
  ["facts.ndjson", "facts"],
  ["mixed", "folder"],
  ["mixed/release.json.gz", "ocds"],
  ["notices.json", "ggzy-notices"],
  ["bids.csv", "csv"],
  ["tables", "ggzy-tables"],
  ["tables/TENDER_LIST.csv", "ggzy-tables"],
  ["tables.zip", "ggzy-tables"],
])("%s is %s", async (name, format) => {
  expect(await detectFormat(at(name))).toBe(format);
});

describe("openImport", () => {
  test("gives facts of every format", async () => {
    for (const name of [
      "facts.ndjson",
      "mixed/release.json.gz",
      "notices.json",
      "tables",
      "tables.zip",
    ]) {
      const { facts, rejections } = await collect(openImport({ path: at(name) }));
      expect(facts.length, name).toBeGreaterThan(0);
      expect(rejections, name).toEqual([]);
      expect(await schemaErrors(facts), name).toEqual([]);
    }
  });

  test("reads delimited text with a mapping, and says so without one", async () => {
    const result = readMapping({
      version: 1,
      kind: "bid",
      fields: { lot: { column: "lot" }, bidder: { column: "firm" }, date: { column: "day" } },
    });
    const mapping = "mapping" in result ? result.mapping : undefined;
    expect(mapping).toBeDefined();
    const given = mapping === undefined ? {} : { mapping };
    expect((await collect(openImport({ path: at("bids.csv"), ...given }))).facts).toHaveLength(2);
    expect((await collect(openImport({ path: at("bids.csv") }))).rejections).toMatchObject([
      { code: "intake.mapping-needed" },
    ]);
  });

  test("names the file of a folder, and what it cannot read", async () => {
    const { items } = await collect(openImport({ path: at("mixed") }));
    expect(items.map((item) => item.file)).toEqual([
      "broken.bin",
      "deeper/facts.ndjson",
      "release.json.gz",
    ]);
    expect(items[0]).toMatchObject({ rejected: { code: "intake.unknown-format" } });
  });

  test("gives the token of a person by key", async () => {
    const path = at("person.json");
    const release = {
      ocid: "o",
      id: "1",
      date: "2026-01-01",
      awards: [{ id: "a", suppliers: [{ name: "ФОП Іваненко" }] }],
    };
    await writeFile(path, JSON.stringify(release));
    const first = (await collect(openImport({ path, personKey: "one" }))).facts;
    const second = (await collect(openImport({ path, personKey: "two" }))).facts;
    expect(first).not.toEqual(second);
    expect((await collect(openImport({ path, personKey: "one" }))).facts).toEqual(first);
  });
});

test("an export counts its rows, names the kinds it cannot carry, and reconciles", async () => {
  const facts = await exampleFacts();
  const summary = await writeGgzyTables(facts, {
    folder: at("again"),
    context: CONTEXT,
    format: "jsonl",
  });
  expect(summary.facts).toBe(facts.length);
  expect(Object.keys(summary.unsupported)).toContain("procurement.bid-withdrawn");
  const lines = await reconcile(await openTables(at("again")));
  expect(Object.fromEntries(lines.map((line) => [line.table, line.rows]))).toEqual(summary.rows);
  expect(lines).toContainEqual({
    table: "TENDER_LIST",
    day: "2026-03-02",
    rows: 1,
    damaged: 0,
    sums: { CNY: "1187650000" },
  });
});
