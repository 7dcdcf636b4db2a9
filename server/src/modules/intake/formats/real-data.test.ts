import { readFileSync } from "node:fs";
/** The importers on real files. On a machine without them each test reports that, and passes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import { openImport, readMapping, writeGgzyTables } from "./index.ts";
import { ABSENT, collect, CONTEXT, ofKind, realData, schemaErrors } from "./test-support.ts";

const MAPPINGS = join(import.meta.dirname, "../../../../../cli/mappings");

function mappingNamed(name: string) {
  const result = readMapping(JSON.parse(readFileSync(join(MAPPINGS, name), "utf8")));
  if ("errors" in result) throw new Error(JSON.stringify(result.errors));
  return result.mapping;
}

/** Imports a real file twice; the facts must be equal and keep their schemas. */
async function imported(path: string, mapping?: string) {
  const options = { path, ...(mapping === undefined ? {} : { mapping: mappingNamed(mapping) }) };
  const first = await collect(openImport(options));
  expect((await collect(openImport(options))).facts).toEqual(first.facts);
  expect((await schemaErrors(first.facts)).slice(0, 3)).toEqual([]);
  return first;
}

function absent(path: string): string | undefined {
  const found = realData(path);
  if (found === undefined) console.warn(`${path}: ${ABSENT}`);
  return found;
}

const distinct = (facts: readonly FactInput[]) =>
  new Map(facts.map((fact) => [fact.sourceId, JSON.stringify(fact)]));

test("the Ukrainian OCDS files: releases and records say the same", async () => {
  const path = absent("ocds-sample-data-real/real-examples/ukraine");
  if (path === undefined) return;
  const { facts, rejections, items } = await imported(path);
  expect(items).toHaveLength(22);
  expect(rejections).toEqual([]);
  expect(facts.length).toBeGreaterThan(70);
  // Eleven processes, each once as release and once in a record: the second is a duplicate of the first.
  expect(distinct(facts).size).toBe(facts.length / 2);
  expect(new Set(facts.map((fact) => JSON.stringify(fact))).size).toBe(facts.length / 2);
  expect(JSON.stringify(facts)).not.toMatch(/ФОП|Фізична особа/iu);
});

test("the fictional OCDS example", async () => {
  const path = absent("ocds-sample-data-real/fictional-example");
  if (path === undefined) return;
  const { facts, rejections } = await imported(path);
  expect(rejections).toEqual([]);
  expect(ofKind(facts, "contract-signed").length).toBeGreaterThan(0);
});

test("the World Bank bids", async () => {
  const path = absent("worldbank-bids/csv-data/bids.csv");
  if (path === undefined) return;
  const { facts, items, rejections } = await imported(path, "worldbank-bids.json");
  expect(items.reduce((sum, item) => sum + (item.records ?? 1), 0)).toBe(16_942);
  expect(
    rejections.every(({ code, field }) => code === "intake.missing-field" && field === "bidder"),
  ).toBe(true);
  expect(rejections.length).toBeLessThan(100);
  const openings = ofKind(facts, "bids-opened");
  expect(openings.length).toBeGreaterThan(3300);
  const bids = openings.flatMap((fact) => fact.payload["bids"] as unknown[]);
  expect(bids.length + rejections.length).toBe(16_942);
  expect(distinct(facts).size).toBe(facts.length);
});

test("the bids of one Chinese opening by the shipped mapping", async () => {
  const path = absent("cn-ggzy-notices-2026/luding-bids.csv");
  if (path === undefined) return;
  const { facts, rejections } = await imported(path, "luding-bids.json");
  expect(rejections).toEqual([]);
  expect(ofKind(facts, "bids-opened")[0]?.payload["bids"]).toHaveLength(29);
  expect(ofKind(facts, "award-decided")).toEqual([]);
});

test("the hundred notices", async () => {
  const path = absent("cn-ggzy-notices-2026/notices-100-redacted.json");
  if (path === undefined) return;
  const { facts, rejections } = await imported(path);
  expect(rejections).toEqual([]);
  expect(ofKind(facts, "notice-published")).toHaveLength(100);
  expect(ofKind(facts, "award-decided").length).toBeGreaterThan(22);
  expect(ofKind(facts, "candidates-published").length).toBeGreaterThan(5);
  const sizes = ofKind(facts, "bids-opened").map(
    (fact) => (fact.payload["bids"] as unknown[]).length,
  );
  expect(sizes.toSorted((left, right) => left - right)).toEqual([5, 29, 1528]);
  expect(distinct(facts).size).toBe(facts.length);
});

test("real facts go through the exchange tables and come back equal", async () => {
  const path = absent("cn-ggzy-notices-2026/notices-100-redacted.json");
  const more = absent("ocds-sample-data-real/real-examples/ukraine/sample/records");
  if (path === undefined || more === undefined) return;
  const facts = [path, more].map((from) => collect(openImport({ path: from })));
  const all = (await Promise.all(facts)).flatMap((collected) => collected.facts);
  const folder = await mkdtemp(join(tmpdir(), "tables-"));
  try {
    const summary = await writeGgzyTables(all, { folder, context: CONTEXT });
    const back = await collect(openImport({ path: folder }));
    expect(summary.unsupported).toEqual({});
    expect(back.rejections).toEqual([]);
    const sorted = (list: readonly FactInput[]) =>
      list.toSorted((left, right) => (left.sourceId < right.sourceId ? -1 : 1));
    expect(sorted(back.facts)).toEqual(sorted(all));
  } finally {
    await rm(folder, { recursive: true });
  }
});
