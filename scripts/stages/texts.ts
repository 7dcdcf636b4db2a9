/** Markdown links, locale files and words that may not stay in the repository. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { projectFiles, ROOT } from "./program.ts";
import { findings, type Stage } from "./stage.ts";

const read = (file: string): Promise<string> => readFile(join(ROOT, file), "utf8");

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  const text = heading
    .replaceAll(/[`*_]|\[|\]\([^)]*\)/g, "")
    .trim()
    .toLowerCase();
  return text.replaceAll(/[^\p{Letter}\p{Number}\s-]/gu, "").replaceAll(/\s/g, "-");
}

function anchorsOf(markdown: string): Set<string> {
  return new Set(
    [...markdown.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading = ""]) => anchorOf(heading)),
  );
}

function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, target = ""]) => target);
}

async function linkProblem(file: string, target: string): Promise<string | undefined> {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [path = "", anchor] = decodeURI(target).split("#");
  const goal = path === "" ? file : join(path.startsWith("/") ? "." : dirname(file), path);
  if (!existsSync(join(ROOT, goal))) return `${file}: ${target} leads nowhere`;
  if (anchor === undefined || !goal.endsWith(".md")) return undefined;
  return anchorsOf(await read(goal)).has(anchor.toLowerCase())
    ? undefined
    : `${file}: no heading for ${target}`;
}

/** Links to the web are not fetched: a check must not depend on the network. */
export const links: Stage = {
  name: "links",
  async run() {
    const problems: string[] = [];
    const files = projectFiles("**/*.md");
    for (const file of files) {
      for (const target of linksOf(await read(file))) {
        const problem = await linkProblem(file, target);
        if (problem !== undefined) problems.push(problem);
      }
    }
    return findings(files.length, "pages", problems);
  },
};

/** Dotted keys of all sentences of a locale file. */
function keysOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    keysOf(inner, path === "" ? key : `${path}.${key}`),
  );
}

async function localeKeys(file: string): Promise<Set<string>> {
  return existsSync(join(ROOT, file)) ? new Set(keysOf(JSON.parse(await read(file)))) : new Set();
}

/** Chinese has one plural form, English two: `x_one` in English needs no Chinese twin beside `x_other`. */
const isEnglishPlural = (key: string): boolean => key.endsWith("_one");

export const locales: Stage = {
  name: "locales",
  async run() {
    const names = projectFiles("locales/{zh-CN,en}/*.json").map(
      (file) => file.split("/").at(-1) ?? "",
    );
    const problems: string[] = [];
    let examined = 0;
    for (const name of new Set(names)) {
      const chinese = await localeKeys(`locales/zh-CN/${name}`);
      const english = await localeKeys(`locales/en/${name}`);
      examined += chinese.size;
      for (const key of chinese)
        if (!english.has(key)) problems.push(`en/${name}: ${key} is missing`);
      for (const key of english) {
        if (!chinese.has(key) && !isEnglishPlural(key))
          problems.push(`zh-CN/${name}: ${key} is missing`);
      }
    }
    return findings(examined, "sentences", problems);
  },
};

/** A code the server can answer with, as its source spells it. */
const CODE = /(?:new RuleViolation\(|\bcode: )\s*"([a-z][a-z-]*\.[a-z-]+)"/g;
/** A refused field, whose sentence depends on the rule it broke (problems.json, `field`). */
const FIELD_CODE = "request.bad-field";

function isSaid(code: string, problems: ReadonlySet<string>, intake: ReadonlySet<string>): boolean {
  if (code === FIELD_CODE) return problems.has("field.other");
  if (code.startsWith("intake.")) return intake.has(code);
  return problems.has(`${code}.what`) && problems.has(`${code}.next`);
}

/** Each code of the server has its sentence: what happened and what to do; `locales` sees to the English. */
export const codes: Stage = {
  name: "codes",
  async run() {
    const problems = await localeKeys("locales/zh-CN/problems.json");
    const intake = await localeKeys("locales/zh-CN/intake.json");
    const found = new Map<string, string>();
    for (const file of projectFiles("server/src/**/*.ts")) {
      if (file.endsWith(".test.ts")) continue;
      for (const [, code = ""] of (await read(file)).matchAll(CODE)) found.set(code, file);
    }
    const unsaid = [...found].filter(([code]) => !isSaid(code, problems, intake));
    const output = unsaid.map(([code, file]) => `${file}: ${code} has no sentence in locales/`);
    return findings(found.size, "codes", output);
  },
};

/** Written with character classes, so that this file does not find itself. */
const FORBIDDEN: readonly RegExp[] = [
  /\b(T[O]DO|F[I]XME|X[X]X)\b/,
  /\b(test|it|describe)\.(s[k]ip|o[n]ly|t[o]do)\b/,
  /@ts-(i[g]nore|n[o]check|e[x]pect-error)/,
];
/** A rule may be switched off for one line with its reason after two dashes. */
const DISABLED = /(eslint|oxlint)-d[i]sable/;
const REASON = /--\s*\S.{8,}/;

function wordProblems(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const where = `${file}:${index + 1}`;
    const word = FORBIDDEN.map((pattern) => pattern.exec(line)?.[0]).find(
      (found) => found !== undefined,
    );
    if (word !== undefined) return [`${where}: ${word}`];
    return DISABLED.test(line) && !REASON.test(line)
      ? [`${where}: a rule switched off without reason (-- why)`]
      : [];
  });
}

export const words: Stage = {
  name: "words",
  async run() {
    const files = projectFiles("**/*.{ts,tsx,mjs,sql,css,html}");
    const problems: string[] = [];
    for (const file of files) problems.push(...wordProblems(file, await read(file)));
    return findings(files.length, "files", problems);
  },
};
