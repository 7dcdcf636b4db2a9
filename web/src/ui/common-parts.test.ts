import fc from "fast-check";
import { expect, test } from "vitest";

import { commonParts } from "./common-parts.ts";

const marked = (text: readonly { text: string; same: boolean }[]) =>
  text.map((part) => (part.same ? `[${part.text}]` : part.text)).join("");

test("equal texts are one shared part", () => {
  expect(commonParts("7C21-90E4", "7C21-90E4").map(marked)).toEqual(["[7C21-90E4]", "[7C21-90E4]"]);
});

test("only the octets that agree are marked", () => {
  expect(commonParts("10.0.7.21", "10.0.9.21").map(marked)).toEqual([
    "[10.0].7.[21]",
    "[10.0].9.[21]",
  ]);
});

test("a shared separator alone is no coincidence", () => {
  expect(commonParts("a-b", "c-d").map(marked)).toEqual(["a-b", "c-d"]);
});

test("the parts always add up to the text, and both sides share the same words", () => {
  const word = fc.constantFrom("a", "b", "c", "-", " ");
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(""));
  fc.assert(
    fc.property(text, text, (left, right) => {
      const [leftParts, rightParts] = commonParts(left, right);
      expect(leftParts.map((part) => part.text).join("")).toBe(left);
      expect(rightParts.map((part) => part.text).join("")).toBe(right);
      const words = (parts: typeof leftParts) =>
        parts.flatMap((part) => (part.same ? (part.text.match(/[a-z]+/g) ?? []) : []));
      expect(words(leftParts)).toEqual(words(rightParts));
    }),
  );
});
