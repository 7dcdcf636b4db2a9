/** JSON Canonicalization Scheme (RFC 8785): one text for one value. */
import { isWellFormed } from "./bytes.ts";
import { fail, type Failure, guarded, type Outcome, yields } from "./result.ts";

/** Deepest nesting that is read; a certificate needs about ten levels. */
export const MAX_DEPTH = 100;

interface Writer {
  text: string;
  failure?: Failure;
}

function write(writer: Writer, value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return refuse(writer, fail("canonical-json.too-deep"));
  if (value === null || typeof value === "boolean") return append(writer, String(value));
  if (typeof value === "string") return writeString(writer, value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return refuse(writer, fail("canonical-json.not-finite"));
    return append(writer, JSON.stringify(value));
  }
  if (Array.isArray(value)) return writeArray(writer, value, depth);
  if (isPlainObject(value)) return writeObject(writer, value, depth);
  return refuse(writer, fail("canonical-json.not-json", { type: typeof value }));
}

function refuse(writer: Writer, failure: Failure): false {
  writer.failure = failure;
  return false;
}

function append(writer: Writer, text: string): true {
  writer.text += text;
  return true;
}

function writeString(writer: Writer, text: string): boolean {
  if (!isWellFormed(text)) return refuse(writer, fail("canonical-json.lone-surrogate"));
  return append(writer, JSON.stringify(text));
}

function writeArray(writer: Writer, values: readonly unknown[], depth: number): boolean {
  writer.text += "[";
  for (let index = 0; index < values.length; index++) {
    if (index > 0) writer.text += ",";
    if (!write(writer, values[index], depth + 1)) return false;
  }
  return append(writer, "]");
}

function writeObject(writer: Writer, object: Record<string, unknown>, depth: number): boolean {
  writer.text += "{";
  // Array.prototype.sort compares UTF-16 code units, as RFC 8785 §3.2.3 asks.
  const keys = Object.keys(object);
  keys.sort();
  for (const [index, key] of keys.entries()) {
    if (index > 0) writer.text += ",";
    if (!writeString(writer, key)) return false;
    writer.text += ":";
    if (!write(writer, object[key], depth + 1)) return false;
  }
  return append(writer, "}");
}

/** True for `{…}` and objects without prototype: not for dates, maps and other things with a life of their own. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Canonical text of a JSON value. Fails with `canonical-json.not-json` (also for `undefined` members),
 * `.not-finite`, `.lone-surrogate`, `.too-deep` (cycles too); `verifier.input-hostile` for throwing getters.
 */
export function canonicalJson(value: unknown): Outcome<string> {
  return guarded<Outcome<string>>(
    () => {
      const writer: Writer = { text: "" };
      if (write(writer, value, 0)) return yields(writer.text);
      return writer.failure ?? fail("canonical-json.not-json", { type: typeof value });
    },
    (failure) => failure,
  );
}
