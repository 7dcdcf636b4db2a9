import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { INDICATORS } from "./indicators/all.ts";
import { MANIFESTS } from "./rules.ts";

const LOCALES = join(import.meta.dirname, "../../../../locales");
const SOURCES = [
  "shared-value.ts",
  "engine.ts",
  "gap.ts",
  "values/prices.ts",
  ...INDICATORS.map(({ manifest }) => {
    const id = manifest.id.toLowerCase();
    return `indicators/${id}/${id}.ts`;
  }),
];

type Sentences = Record<string, Record<string, string>>;

async function sentencesOf(language: string): Promise<Sentences> {
  return JSON.parse(await readFile(join(LOCALES, language, "screening.json"), "utf8")) as Sentences;
}

/** Codes that the source names in these positions. */
async function codesOf(pattern: RegExp): Promise<Set<string>> {
  const texts = await Promise.all(
    SOURCES.map((file) => readFile(join(import.meta.dirname, file), "utf8")),
  );
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, code = ""]) => code)));
}

describe.each(["zh-CN", "en"])("sentences of screening in %s", (language) => {
  test("exist for every indicator and for all its codes", async () => {
    const sentences = await sentencesOf(language);
    for (const manifest of MANIFESTS) {
      for (const group of ["indicator", "fact", "plain", "explain"]) {
        expect(sentences[group]).toHaveProperty(manifest.id);
      }
      for (const code of manifest.innocent) expect(sentences["innocent"]).toHaveProperty(code);
      for (const code of manifest.clearing) expect(sentences["clearing"]).toHaveProperty(code);
    }
  });

  test.each([
    ["reason", /(?:notComputable\(\s*\w+,\s*|why: |missing: |reason\()"([A-Za-z.]+)"/gs, 15],
    [
      "falseAlarmBasis",
      /(?:basis: |[?:] )"((?:exactAnd|rarity|rank|coincidence|poisson)[A-Za-z]*)"/g,
      7,
    ],
    ["cellFallback", /fallback: "([A-Za-z]+)"/g, 3],
    ["evidenceField", /field: "([A-Za-z.]+)"/g, 6],
  ] as const)("exist for every %s in the source", async (group, pattern, least) => {
    const sentences = await sentencesOf(language);
    const codes = await codesOf(pattern);
    expect(codes.size).toBeGreaterThanOrEqual(least);
    const missing = [...codes].filter(
      (code) => sentences[group]?.[code.replaceAll(".", "_")] === undefined,
    );
    expect(missing).toEqual([]);
  });
});

test("Chinese sentences stay neutral: no word that says somebody did wrong", async () => {
  const text = JSON.stringify(await sentencesOf("zh-CN"));
  expect(text).not.toMatch(/涉嫌|串标|串通|围标|陪标|违法|违规|作弊|嫌疑|共谋/);
});

test("every indicator has its page, with its articles", async () => {
  for (const manifest of MANIFESTS) {
    const page = await readFile(join(LOCALES, "../docs/indicators", `${manifest.id}.md`), "utf8");
    expect(page).toContain(manifest.names.zh);
    for (const { article } of manifest.law) expect(page).toContain(article);
  }
});
