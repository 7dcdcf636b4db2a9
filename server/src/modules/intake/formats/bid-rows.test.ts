import { expect, test } from "vitest";

import { chineseNumber, readRank } from "./bid-rows.ts";

test.each([
  ["3", 3],
  ["3.0", 3],
  ["三", 3],
  ["第三名", 3],
  ["第十二中标候选人", 12],
  ["二十", 20],
])("%s is rank %i", (text, rank) => {
  expect(readRank(text)).toBe(rank);
});

test("an empty rank is none, a word is refused", () => {
  expect(readRank(undefined)).toBeUndefined();
  expect(() => readRank("last")).toThrow("intake.bad-number");
  expect(() => readRank("0")).toThrow("intake.bad-number");
  expect(chineseNumber("")).toBeUndefined();
});
