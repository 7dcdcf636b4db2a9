import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const NAMESPACES = [
  "accounts",
  "audit",
  "console",
  "export",
  "home",
  "leads",
  "notifications",
  "problems",
  "processes",
  "session",
] as const;
const SOURCES = ["web/src/apps/console/**", "web/src/features/**", "web/src/ui/**"];

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}${key}`, value] as const]
      : flat(value, `${prefix}${key}.`),
  );
}

/** Every sentence of one language under `namespace:path`. */
function sentences(language: string): ReadonlyMap<string, string> {
  return new Map(
    NAMESPACES.flatMap((namespace) => {
      const text = readFileSync(resolve(ROOT, `locales/${language}/${namespace}.json`), "utf8");
      return flat(JSON.parse(text) as Tree, `${namespace}:`);
    }),
  );
}

const zh = sentences("zh-CN");
const en = sentences("en");
const base = (key: string) => key.replace(/_(one|other)$/, "");
const baseKeys = (map: ReadonlyMap<string, string>) => new Set([...map.keys()].map(base));
const placeholders = (text: string) => new Set(text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []);

const code = SOURCES.flatMap((pattern) => globSync(`${pattern}/*.{ts,tsx}`, { cwd: ROOT }))
  .filter((file) => !file.endsWith(".test.ts"))
  .map((file) => readFileSync(resolve(ROOT, file), "utf8"))
  .join("\n");
const KEY = `(?:${NAMESPACES.join("|")}):`;

/** Names that have no Chinese form, as devices and other programs show them; an example of an account; commands. */
const CODES =
  /\b(UKey|SM2|TOTP|localhost|housing-1)\b|mingjing ferry [a-z-]+|ferry-\*\.ndjson|\bkeygen\b/g;

describe("the sentences of the console", () => {
  test("both languages say the same things", () => {
    expect(baseKeys(zh).size).toBeGreaterThan(200);
    expect([...baseKeys(en)].toSorted()).toEqual([...baseKeys(zh)].toSorted());
  });

  test("both languages name the same values", () => {
    for (const [key, text] of en) {
      const chinese = zh.get(key) ?? zh.get(`${base(key)}_other`) ?? "";
      expect([key, placeholders(text)]).toEqual([key, placeholders(chinese)]);
    }
  });

  test("every key the code names exists", () => {
    const keys = [...code.matchAll(new RegExp(`"(${KEY}[\\w.-]+)"`, "g"))].map((match) => match[1]);
    expect(keys.length).toBeGreaterThan(150);
    expect(keys.filter((key) => key !== undefined && !baseKeys(zh).has(key))).toEqual([]);
  });

  test("every group of keys the code builds has members", () => {
    const groups = [...code.matchAll(new RegExp(`\`(${KEY}[\\w.-]*?)\\$\\{`, "g"))].map(
      (match) => match[1] ?? "",
    );
    expect(groups.length).toBeGreaterThan(10);
    const known = [...zh.keys()];
    expect(groups.filter((group) => !known.some((key) => key.startsWith(group)))).toEqual([]);
  });

  test("every code an officer can meet has what happened and what to do", () => {
    const codes = [
      "network.unreachable",
      "fault",
      "rate.limited",
      "request.invalid",
      "permission.denied",
      "session.bad-credentials",
      "session.required",
      "leads.not-found",
      "leads.stale",
      "leads.bad-transition",
      "processes.not-found",
    ];
    const missing = codes.flatMap((name) =>
      ["what", "next"].filter((part) => !zh.has(`problems:${name}.${part}`)).map(() => name),
    );
    expect(missing).toEqual([]);
  });

  test("Chinese sentences hold no Latin word, no exclamation and no verdict", () => {
    const bad = [...zh].filter(([, text]) => {
      // The name of a count in the work summary (网上自动预警 N 起); elsewhere a node reminds (警示).
      const own = text.replaceAll("网上自动预警", "");
      const bare = own.replaceAll(/\{\{\w+\}\}|<\/?\w+>|\.csv\b/g, "").replaceAll(CODES, "");
      return /[A-Za-z]{2,}|[!！]|涉嫌|高风险|预警/.test(bare);
    });
    expect(bad).toEqual([]);
  });
});
