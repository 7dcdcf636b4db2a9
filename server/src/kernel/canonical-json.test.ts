import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalJson } from "./canonical-json.ts";

/** RFC 8785 read literally: names sorted by UTF-16 code units, everything else as ECMAScript prints it. */
function literally(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literally).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  const members = names.map(
    (name) => `${JSON.stringify(name)}:${literally((value as Record<string, unknown>)[name])}`,
  );
  return `{${members.join(",")}}`;
}

describe("canonical JSON", () => {
  test("the example of RFC 8785 §3.2.2", () => {
    const value = JSON.parse(
      `{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}`,
    ) as unknown;
    expect(canonicalJson(value)).toBe(
      `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`,
    );
  });

  test("any JSON value is printed as the standard says, and reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(literally(value));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 1000, seed: 8785 },
    );
  });

  test("names are sorted by code unit, however many and whatever they look like", () => {
    const names = [
      "10",
      "9",
      "__proto__",
      "é",
      "\u{1F600}",
      "\uFB33",
      "€",
      "\r",
      "1",
      "a".repeat(60),
    ];
    const many = Array.from({ length: 40 }, (_, index) => `n${(index * 7) % 40}`);
    for (const list of [names, names.toReversed(), many]) {
      const value = JSON.parse(
        `{${list.map((name) => `${JSON.stringify(name)}:1`).join(",")}}`,
      ) as object;
      expect(Object.keys(value)).toHaveLength(list.length);
      expect(canonicalJson(value)).toBe(literally(value));
      // A second time, when the names are known.
      expect(canonicalJson(value)).toBe(literally(value));
    }
  });

  test.each([
    ["half a surrogate pair in a value", { a: "\uD83D" }, "canonical-json.lone-surrogate"],
    ["half a surrogate pair in a name", { "\uDE00": 1 }, "canonical-json.lone-surrogate"],
    ["no number", [Number.NaN], "canonical-json.not-finite"],
    ["a bigint", { a: 1n }, "canonical-json.not-json"],
  ])("%s has no canonical text", (_what, value, code) => {
    expect(() => canonicalJson(value)).toThrow(code);
  });
});
