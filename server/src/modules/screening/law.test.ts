import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { Manifest } from "./indicator.ts";
import { ARTICLES, judgeLaw } from "./law.ts";
import { MANIFESTS } from "./rules.ts";

const REGISTER = join(import.meta.dirname, "../../../../../shared/brief/law-register.json");
const FIELDS = [
  "instrument",
  "article",
  "place",
  "validFrom",
  "validTo",
  "regime",
  "verified",
] as const;

const aManifest = (law: Manifest["law"]): Manifest => ({
  id: "DEV-99",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "例", en: "example" },
  level: "hint",
  law,
  facts: [],
  method: "",
  trigger: "",
  innocent: [],
  clearing: [],
});

test("the extract says what the law register says, or the register is plainly absent", async () => {
  if (!existsSync(REGISTER)) {
    console.warn(`Law register not found at ${REGISTER}: the extract was not compared.`);
    expect(ARTICLES.size).toBeGreaterThan(0);
    return;
  }
  const register = JSON.parse(await readFile(REGISTER, "utf8")) as Record<string, unknown>[];
  const copied = [...ARTICLES.values()].filter(({ inRegister }) => inRegister);
  expect(copied.length).toBeGreaterThan(5);
  for (const article of copied) {
    const original = register.find(({ id }) => id === article.id);
    for (const field of FIELDS)
      expect([article.id, original?.[field]]).toEqual([article.id, article[field]]);
  }
});

test("every article of every indicator is in the extract, and every article is used", () => {
  const used = new Set(MANIFESTS.flatMap(({ law }) => law.map(({ article }) => article)));
  for (const article of used) expect(ARTICLES.has(article)).toBe(true);
  const unused = [...ARTICLES.keys()].filter((id) => !used.has(id));
  expect(unused).toEqual([]);
});

test("an article applies in its regime only, and an unknown regime cites nothing", () => {
  const manifest = aManifest([{ article: "ZTB-T-40", regimes: ["works"] }]);
  const day = "2026-03-02";
  expect(judgeLaw(manifest, { day, regime: "works" }).basis).toHaveLength(1);
  expect(judgeLaw(manifest, { day, regime: "land" }).basis).toEqual([]);
  expect(judgeLaw(manifest, { day }).basis).toEqual([]);
});

test("the first day in force counts, the day before does not", () => {
  const manifest = aManifest([{ article: "ZTB-T-40", regimes: ["works"] }]);
  expect(judgeLaw(manifest, { day: "2012-02-01", regime: "works" }).basis).toHaveLength(1);
  expect(judgeLaw(manifest, { day: "2012-01-31", regime: "works" }).basis).toEqual([]);
});

test("the smallest place that gives a level decides, in any order of the rules", () => {
  const rules: Manifest["law"] = [
    { article: "MJZ29-1-1", regimes: ["works"], level: "determination" },
    { article: "ZTB-T-40", regimes: ["works"], level: "lead" },
  ];
  const where = {
    day: "2026-03-02",
    regime: "works",
    place: { code: "350100", name: "福州市" },
  } as const;
  expect(judgeLaw(aManifest(rules), where).level).toBe("determination");
  expect(judgeLaw(aManifest(rules.toReversed()), where).level).toBe("determination");
});

test("a code of another division never matches by its name", () => {
  const manifest = aManifest([
    { article: "MJZ29-1-1", regimes: ["works"], level: "determination" },
  ]);
  const place = { code: "330100", name: "福建路街道" };
  expect(judgeLaw(manifest, { day: "2026-03-02", regime: "works", place }).level).toBe("hint");
});

test("an article from memory is inactive until it is signed", () => {
  const manifest = aManifest([{ article: "GS7", regimes: ["works"], level: "lead" }]);
  const where = {
    day: "2026-03-02",
    regime: "works",
    place: { code: "62", name: "甘肃省" },
  } as const;
  expect(judgeLaw(manifest, where)).toEqual({ level: "hint", isGround: true, basis: [] });
  expect(judgeLaw(manifest, { ...where, signedArticles: ["GS7"] }).level).toBe("lead");
});

test("an article that is not in the extract is a fault, never silence", () => {
  const manifest = aManifest([{ article: "NOWHERE-1", regimes: ["works"] }]);
  expect(() => judgeLaw(manifest, { day: "2026-03-02", regime: "works" })).toThrow(
    "no article NOWHERE-1",
  );
});

test("a citation has book marks around the title and full-width brackets", () => {
  const manifest = aManifest([{ article: "MJZ29-1-1", regimes: ["works"] }]);
  const place = { code: "35", name: "福建省" };
  const [basis] = judgeLaw(manifest, { day: "2026-03-02", regime: "works", place }).basis;
  expect(basis?.citation).toBe(
    "《福建省住房和城乡建设厅关于施工招标投标活动电子投标文件雷同认定与处理的指导意见》（闽建筑〔2018〕29号）一（一）",
  );
});
