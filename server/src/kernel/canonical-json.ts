/** JSON Canonicalization Scheme (RFC 8785): one text for one value, so that a hash means the value. */
import { RuleViolation } from "./rule-violation.ts";

/**
 * Canonical text of a JSON value. Members whose value is `undefined` are left out, as JSON.stringify does.
 * @throws RuleViolation `canonical-json.*` for non-finite numbers, lone surrogates and non-JSON values.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return canonicalString(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RuleViolation("canonical-json.not-finite", {});
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return canonicalArray(value);
  if (typeof value === "object") return canonicalObject(value as Record<string, unknown>);
  throw new RuleViolation("canonical-json.not-json", { type: typeof value });
}

function canonicalArray(values: readonly unknown[]): string {
  let text = "[";
  for (let index = 0; index < values.length; index++) {
    if (index > 0) text += ",";
    text += canonicalJson(values[index]);
  }
  return `${text}]`;
}

function canonicalObject(object: Record<string, unknown>): string {
  let text = "{";
  for (const key of sorted(Object.keys(object))) {
    const member = object[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ",";
    text += canonicalName(key) + canonicalJson(member);
  }
  return `${text}}`;
}

const FEW = 24;

/** In place, by UTF-16 code units (RFC 8785 §3.2.3). Objects have few names, often in order already. */
function sorted(names: string[]): readonly string[] {
  if (names.length > FEW) return names.toSorted();
  for (let index = 1; index < names.length; index++) {
    const name = names[index] as string;
    let place = index;
    for (; place > 0 && (names[place - 1] as string) > name; place--)
      names[place] = names[place - 1] as string;
    names[place] = name;
  }
  return names;
}

/** Names repeat from fact to fact: the first ones seen are kept with quotes and colon. */
const KEPT_NAMES = 1000;
const quotedNames = new Map<string, string>();

function canonicalName(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const text = `${canonicalString(name)}:`;
  if (quotedNames.size < KEPT_NAMES && name.length < 50) quotedNames.set(name, text);
  return text;
}

/** What needs an escape, or may be half a surrogate pair. */
// oxlint-disable-next-line no-control-regex -- control characters are what JSON must escape
const SPECIAL = /["\\\u0000-\u001F\uD800-\uDFFF]/;

function canonicalString(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new RuleViolation("canonical-json.lone-surrogate", {});
  return JSON.stringify(text);
}
