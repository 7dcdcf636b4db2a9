/** Files of certificates in their proper spellings, and damaged ones: bits, brackets, keys, escapes, Unicode. */
import type { Chance } from "./random.ts";

/** The same content: other white space and another order of keys, nothing more. */
export function respell(value: unknown, chance: Chance): string {
  const dressed = chance.below(2) === 0 ? value : shuffled(value, chance);
  const text = JSON.stringify(dressed, null, chance.pick([0, 1, 2, "\t"]));
  return chance.pick([text, `${text}\n`, `\n ${text}\r\n`]);
}

function shuffled(value: unknown, chance: Chance): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, chance));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(
    ([key, item]) => [key, shuffled(item, chance)] as const,
  );
  return Object.fromEntries(chance.below(2) === 0 ? members.toReversed() : members);
}

type Damage = (text: string, chance: Chance) => string | Uint8Array;

const replaceAt = (text: string, ...[at, length, by]: [number, number, string]) =>
  text.slice(0, at) + by + text.slice(at + length);

/** One place where the pattern matches, in the middle of the text. */
function placeOf(text: string, pattern: RegExp, chance: Chance): RegExpMatchArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found.length === 0 ? undefined : chance.pick(found);
}

const bits: Damage = (text, chance) => {
  const bytes = new Uint8Array(Buffer.from(text, "utf8"));
  const at = chance.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
  return bytes;
};

const cut: Damage = (text, chance) => text.slice(0, chance.below(text.length));

const NOISE = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "0",
  "-",
  "e",
  "null",
  " ",
  "\u0000",
  "\u00a0",
  "\ufeff",
  "//",
];

const inserted: Damage = (text, chance) =>
  replaceAt(text, chance.below(text.length), chance.below(3), chance.pick(NOISE));

/** A key twice, the same or with another value, spelt the same or not. */
const twice: Damage = (text, chance) => {
  const found = placeOf(text, /"([A-Za-z]+)":/gu, chance);
  if (found === undefined) return "";
  const key = found[1] ?? "";
  const escaped = `\\u${key.charCodeAt(0).toString(16).padStart(4, "0")}${key.slice(1)}`;
  const value = chance.pick(["1", '""', "null", "{}", '"public"']);
  return replaceAt(text, found.index ?? 0, 0, `"${chance.pick([key, key, escaped])}":${value},`);
};

const ESCAPED = [
  String.raw`\ud800`,
  String.raw`\udc00\ud83d`,
  String.raw`\ud83d\ude00`,
  String.raw`\u0000`,
  String.raw`\u001F`,
  String.raw`\/`,
  String.raw`\u4e2d`,
  String.raw`\u000a`,
  String.raw`\n`,
  String.raw`\x41`,
  "\t",
  "\u007f",
  "\u0085",
  "\u202e",
  "\u200b",
  "\ufeff",
];

const escapes: Damage = (text, chance) => {
  const found = placeOf(text, /[^"\\{}[\],:]"/gu, chance);
  return found === undefined
    ? ""
    : replaceAt(text, (found.index ?? 0) + 1, 0, chance.pick(ESCAPED));
};

/** A character that looks the same. */
const lookalikes: Damage = (text, chance) => {
  const pairs = [
    ["a", "а"],
    ["e", "е"],
    ["o", "о"],
    ["0", "０"],
    ["1", "１"],
    ["-", "‐"],
    ["é", "e\u0301"],
    ["路", "路"],
    ["工", "⼯"],
    [".", "．"],
    ["+", "＋"],
    ["—", "–"],
  ] as const;
  const [genuine, false_] = chance.pick(pairs);
  const found = placeOf(
    text,
    new RegExp(genuine.replaceAll(/[.+]/gu, String.raw`\$&`), "gu"),
    chance,
  );
  return found === undefined
    ? `${text}\u200b`
    : replaceAt(text, found.index ?? 0, genuine.length, false_);
};

const numbers: Damage = (text, chance) => {
  const found = placeOf(text, /(?<=[:,[]\s*)-?[0-9][0-9.e+-]*(?=[,\]}\s])/gu, chance);
  const other = [
    "1.0",
    "1e0",
    "-0",
    "01",
    "+1",
    "1.",
    ".5",
    "0x1",
    "1E2",
    "9007199254740993",
    "1e400",
    "NaN",
    "1e21",
    "-1",
    "1.5",
    "100000000000000000000000",
  ];
  return found === undefined
    ? ""
    : replaceAt(text, found.index ?? 0, found[0].length, chance.pick(other));
};

const VALUES = [
  "null",
  "true",
  "0",
  "-1",
  "1.5",
  '""',
  '"x"',
  "[]",
  "{}",
  "[[]]",
  "1e+300",
  '"\u0000"',
  '"é"',
];

/** Any value exchanged, any member left out, misnamed or added. */
const members: Damage = (text, chance) => {
  const found = placeOf(text, /"([A-Za-z]+)":\s*("[^"\\]*"|[0-9]+|\[\]|true)/gu, chance);
  if (found === undefined) return "";
  const [whole, key = ""] = found;
  const at = found.index ?? 0;
  return chance.pick([
    () => replaceAt(text, at, whole.length, `"${key}":${chance.pick(VALUES)}`),
    () => replaceAt(text, at, whole.length, `"extra":1`),
    () =>
      replaceAt(
        text,
        at,
        0,
        `"${chance.pick(["extra", "__proto__", "constructor", "Title", "row", "rest", "corrects", ""])}":${chance.pick(VALUES)},`,
      ),
    () => replaceAt(text, at, key.length + 2, `"${key}s"`),
  ])();
};

const deep: Damage = (text, chance) => {
  const depth = 90 + chance.below(20);
  const brackets = chance.pick([
    ["[", "]"],
    ['{"a":', "}"],
  ] as const);
  const nested =
    brackets[0].repeat(depth) + chance.pick(["", "1", '"x"']) + brackets[1].repeat(depth);
  return text.replace('"payload":', `"payload":{"deep":${nested}},"payloads":`);
};

const DAMAGES = { bits, cut, inserted, twice, escapes, lookalikes, numbers, members, deep };

/** A file with one fault. */
export function damage(text: string, chance: Chance): { name: string; bytes: Uint8Array } {
  const name = chance.pick(Object.keys(DAMAGES) as (keyof typeof DAMAGES)[]);
  const damaged = DAMAGES[name](text, chance);
  const bytes =
    typeof damaged === "string" ? new Uint8Array(Buffer.from(damaged, "utf8")) : damaged;
  return { name, bytes };
}
