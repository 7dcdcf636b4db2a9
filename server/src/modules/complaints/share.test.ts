import { describe, expect, test } from "vitest";

import { quantile, shareOf, tally } from "./share.ts";

describe("Wilson's interval", () => {
  test.each([
    // Published values: Newcombe 1998, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i", (...row) => {
    const [hits, n, low, high] = row;
    const share = shareOf(hits, n - hits);
    expect(share?.low).toBeCloseTo(low, 4);
    expect(share?.high).toBeCloseTo(high, 4);
  });

  test("contains the share, stays between 0 and 1, and is mirrored", () => {
    for (let hits = 0; hits <= 12; hits += 1) {
      const share = shareOf(hits, 12 - hits);
      const mirror = shareOf(12 - hits, hits);
      expect(share!.low).toBeLessThanOrEqual(share!.value);
      expect(share!.high).toBeGreaterThanOrEqual(share!.value);
      expect(share!.low).toBeCloseTo(1 - mirror!.high, 12);
    }
  });

  test("of nothing there is no share", () => expect(shareOf(0, 0)).toBeUndefined());
});

test("a quantile is one of the values, the smallest that is enough", () => {
  const ten = [10, 1, 9, 2, 8, 3, 7, 4, 6, 5];
  expect(quantile(ten, 0.5)).toBe(5);
  expect(quantile(ten, 0.9)).toBe(9);
  expect(quantile([3], 0.9)).toBe(3);
  expect(quantile([1, 2, 3], 0.5)).toBe(2);
  expect(quantile([], 0.5)).toBeUndefined();
});

test("equal values are counted once, smallest first", () =>
  expect(tally([3, 1, 3])).toEqual([
    { days: 1, count: 1 },
    { days: 3, count: 2 },
  ]));
