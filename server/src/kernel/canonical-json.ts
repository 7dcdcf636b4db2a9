/** JSON Canonicalization Scheme (RFC 8785): one text for one value, so that a hash means the value. */
import { RuleViolation } from "./rule-violation.ts";

/**
 * Canonical text of a JSON value. Members whose value is `undefined` are left out, as JSON.stringify does.
 * @throws RuleViolation `canonical-json.*` for non-finite numbers, lone surrogates and non-JSON values.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return canonicalString(value);
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
  // toSorted compares UTF-16 code units, as RFC 8785 §3.2.3 asks.
  const keys = Object.keys(object).toSorted();
  let text = "{";
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ",";
    text += `${canonicalString(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new RuleViolation("canonical-json.lone-surrogate", {});
  return JSON.stringify(text);
}
