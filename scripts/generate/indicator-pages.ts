/** docs/indicators: the catalogue of all indicators, and a page for each that has none written by hand. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { ShownResult } from "../../contract/src/indicators.ts";
import * as lookback from "../../server/src/modules/lookback/rules.ts";
import type { Manifest } from "../../server/src/modules/screening/indicator.ts";
import { ARTICLES } from "../../server/src/modules/screening/law.ts";
import * as screening from "../../server/src/modules/screening/rules.ts";
import { ROOT } from "../stages/program.ts";

interface Page {
  readonly file: string;
  readonly text: string;
}

const MANIFESTS: readonly Manifest[] = [...screening.MANIFESTS, ...lookback.MANIFESTS].toSorted(
  (left, right) => orderOf(left) - orderOf(right) || (left.id < right.id ? -1 : 1),
);

/** Groups as the library shows them. */
function orderOf({ group }: Manifest): number {
  return screening.MANIFESTS.findIndex((manifest) => manifest.group === group);
}

const demonstrationOf = (id: string) =>
  (lookback.MANIFESTS.some((manifest) => manifest.id === id)
    ? lookback
    : screening
  ).demonstrationOf(id);

/** These say more than a manifest can: measured tables, limits. */
const BY_HAND = new Set(["DEV-01", "DEV-02", "DEV-03", "DEV-15", "PRC-06", "PRC-10", "BEH-10"]);

const LEVELS = { determination: "认", lead: "线", hint: "提", block: "拦" } as const;

type Sentences = Readonly<Record<string, Readonly<Record<string, string>>>>;

const sentencesOf = async (language: string): Promise<Sentences> =>
  JSON.parse(await readFile(join(ROOT, `locales/${language}/screening.json`), "utf8")) as Sentences;

export async function indicatorPages(): Promise<Page[]> {
  const words = await sentencesOf("en");
  const written = MANIFESTS.filter(({ id }) => !BY_HAND.has(id));
  return [
    catalogue(words),
    ...written.map((manifest) => ({
      file: `docs/indicators/${manifest.id}.md`,
      text: pageOf(manifest, words),
    })),
  ];
}

/** Highest level that an article of some place gives. */
function levelsOf({ level, law }: Manifest): string {
  const others = law
    .filter((rule) => rule.level !== undefined && rule.level !== level)
    .map((rule) => `${LEVELS[rule.level ?? level]} by ${rule.article}`);
  return [LEVELS[level], ...new Set(others)].join("; ");
}

function catalogue(words: Sentences): Page {
  const rows = MANIFESTS.map(
    (manifest) =>
      `| [${manifest.id}](${manifest.id}.md) | ${manifest.names.zh} | ${manifest.names.en} | ${levelsOf(manifest)} | ${words["explain"]?.[manifest.id] ?? ""} |`,
  );
  const text = `# Catalogue of the indicators

Made by \`npm run generate\` from the manifests in server/src/modules/screening and lookback. ${MANIFESTS.length} indicators; each has a planted
case in which it hits and an honest twin in which it is computed and silent; those over a lot do so through the whole
server (\`scenarios.db.test.ts\`). PRO is asked of the tables when somebody looks, the others are judged when bids are opened.

| id | 中文 | English | level | in a sentence |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

[How they are computed and combined](README.md)
`;
  return { file: "docs/indicators/catalogue.md", text };
}

function pageOf(manifest: Manifest, words: Sentences): string {
  const { id, names, method, trigger, version, facts } = manifest;
  const list = (group: string, codes: readonly string[]) =>
    codes.map((code) => words[group]?.[code] ?? code).join("; ");
  return `# ${id} ${names.zh} (${names.en})

Made by \`npm run generate\`; version ${version}.

**Rule.** ${method}

**Trigger.** \`${trigger}\` · **Level.** ${levelsOf(manifest)} · **Facts.** ${facts.join(", ")}.

${lawOf(manifest)}

**Innocent explanations.** ${list("innocent", manifest.innocent)}.
**What clears it.** ${list("clearing", manifest.clearing)}.

## Demonstration

${demonstration(id)}

Tests run both at each check.

[All indicators](catalogue.md)
`;
}

function lawOf({ law }: Manifest): string {
  if (law.length === 0)
    return "**Basis.** No article speaks of it; it informs and is never a ground.";
  const rows = law.map(({ article, item = "", level, regimes }) => {
    const { place = "", validFrom = null, verified = "" } = ARTICLES.get(article) ?? {};
    const from = validFrom ?? ARTICLES.get(article)?.appliesFrom ?? "";
    return `| ${article} ${item} | ${regimes.join(", ")} | ${place} | ${from} | ${level ?? "ground only"} | ${verified} |`;
  });
  return `| basis | regimes | place | applied from | level | text |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}`;
}

function demonstration(id: string): string {
  const { planted, twin } = demonstrationOf(id);
  const rows = [rowOf("planted case", planted), rowOf("honest twin", twin)];
  return `| case | outcome | value | tail |
| --- | --- | --- | --- |
${rows.join("\n")}`;
}

const rowOf = (name: string, { outcome, value, probability }: ShownResult) =>
  `| ${name} | ${outcome} | ${value ?? ""} | ${probability?.toPrecision(3) ?? ""} |`;
