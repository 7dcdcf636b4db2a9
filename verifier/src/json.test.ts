import { existsSync, readdirSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readVectors } from "../test/vectors.ts";
import { canonicalJson } from "./canonical-json.ts";
import { parseStrictJson } from "./strict-json.ts";

const REFERENCE = new URL("../../../shared/data/jcs-rfc8785/testdata/", import.meta.url);

interface Expected {
  readonly ok: boolean;
  readonly code: string;
  readonly canonical?: string;
}

describe("canonical JSON (RFC 8785)", () => {
  test.each(readVectors<{ text: string }, Expected>("canonical-json"))("vector: %s", (_, v) => {
    const result = canonicalJson(JSON.parse(v.input.text));
    expect(result).toMatchObject({ ok: v.expected.ok, code: v.expected.code });
    if (result.ok) expect(result.value).toBe(v.expected.canonical);
  });

  const present = existsSync(REFERENCE);
  test(
    present
      ? "makes the outputs of the reference data"
      : "reference data jcs-rfc8785 is absent here; the vectors above stand alone",
    () => {
      if (!present) return expect(present).toBe(false);
      const names = readdirSync(new URL("input/", REFERENCE));
      expect(names).toHaveLength(6);
      for (const name of names) {
        const input: unknown = JSON.parse(
          readFileSync(new URL(`input/${name}`, REFERENCE), "utf8"),
        );
        const output = readFileSync(new URL(`output/${name}`, REFERENCE), "utf8");
        expect(canonicalJson(input)).toMatchObject({ ok: true, value: output });
      }
    },
  );

  test("is the same for every order of names and comes back as the same value", () => {
    const property = fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const result = canonicalJson(value);
      if (!result.ok) return expect(result.code).toBe("canonical-json.lone-surrogate");
      const again: unknown = JSON.parse(result.value);
      expect(canonicalJson(again)).toEqual(result);
      expect(JSON.parse(JSON.stringify(value))).toEqual(again);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test.each([
    ["undefined", undefined, "canonical-json.not-json"],
    ["an undefined member", { a: undefined }, "canonical-json.not-json"],
    ["a hole in an array", Array.from({ length: 2 }), "canonical-json.not-json"],
    ["a big integer", 1n, "canonical-json.not-json"],
    ["a date", new Date(0), "canonical-json.not-json"],
    ["a map", new Map(), "canonical-json.not-json"],
    ["a function", () => 1, "canonical-json.not-json"],
    ["not a number", [Number.NaN], "canonical-json.not-finite"],
    ["half a pair", "\udc00", "canonical-json.lone-surrogate"],
  ])("refuses %s", (_, value, code) => {
    expect(canonicalJson(value).code).toBe(code);
  });

  test("refuses a value that contains itself", () => {
    const self: unknown[] = [];
    self.push(self);
    expect(canonicalJson(self).code).toBe("canonical-json.too-deep");
  });
});

describe("strict JSON", () => {
  test("reads what JSON.stringify writes, with and without indentation", () => {
    const property = fc.property(
      fc.jsonValue(),
      fc.constantFrom(0, 1, 2, "\t"),
      (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = parseStrictJson(text);
        expect(parsed.ok).toBe(true);
        expect(JSON.stringify(parsed.ok && parsed.value)).toBe(JSON.stringify(JSON.parse(text)));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  test("reads no text that JSON.parse does not read, and never reads it otherwise", () => {
    const pieces = fc.constantFrom(
      ...'{}[]":,0123-.eE\\u tfnl \n'.split(""),
      '"a"',
      "true",
      "null",
      "\\u0041",
    );
    const property = fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const parsed = parseStrictJson(text);
      if (parsed.ok) {
        expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(JSON.parse(text)));
      }
    });
    fc.assert(property, { numRuns: 5000 });
  });

  test.each([
    ['{"a":1,"a":1}', "file.duplicate-key"],
    [String.raw`{"a":1,"\u0061":1}`, "file.spelling"],
    ['{"__proto__":1,"__proto__":2}', "file.duplicate-key"],
    [String.raw`"\u4e2d"`, "file.spelling"],
    [String.raw`"\/"`, "file.spelling"],
    [String.raw`"\u001F"`, "file.spelling"],
    [String.raw`"\ud800"`, "file.lone-surrogate"],
    ["1.0", "file.spelling"],
    ["1e2", "file.spelling"],
    ["-0", "file.spelling"],
    ["9007199254740993", "file.spelling"],
    ["1e400", "file.spelling"],
    ["01", "file.not-json"],
    ["+1", "file.not-json"],
    ["[1,]", "file.not-json"],
    ["{,}", "file.not-json"],
    ["{} {}", "file.not-json"],
    ["nul", "file.not-json"],
    ["\u00a01", "file.not-json"],
    ["'a'", "file.not-json"],
    ['"a\nb"', "file.not-json"],
    ["", "file.not-json"],
  ])("refuses %j", (text, code) => {
    expect(parseStrictJson(text).code).toBe(code);
  });

  test("reads a hundred levels of nesting and refuses more, however many", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(parseStrictJson(nested(101)).ok).toBe(true);
    expect(parseStrictJson(nested(102)).code).toBe("file.too-deep");
    expect(parseStrictJson('{"a":'.repeat(50_000)).code).toBe("file.too-deep");
  });

  test("keeps a name such as __proto__ as a plain name", () => {
    const parsed = parseStrictJson('{"__proto__":{"admin":true}}');
    expect(parsed.ok && canonicalJson(parsed.value)).toMatchObject({
      value: '{"__proto__":{"admin":true}}',
    });
  });

  test("says the line and the column of what it refuses", () => {
    expect(parseStrictJson('{\n  "a": 1,\n  "a": 2\n}').params).toEqual({
      key: "a",
      line: 3,
      column: 3,
    });
  });
});
