import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { pairsOf } from "../../../../../screens/src/prices/index.ts";
import { randomOf, upperShare } from "../test/honest.ts";
import { exactTail, honestTail, rdnor, referenceTail } from "./rdnor.ts";
import { bitsOfRarity, bitsOfTail, rankedTail, round, winsTail } from "./tail.ts";

describe("RDNOR", () => {
  test("is 0 with a tie at the bottom, n−1 with a tie of all others, undefined without spread", () => {
    expect(rdnor([5, 5, 9])).toBe(0);
    expect(rdnor([1, 9, 9, 9])).toBe(3);
    expect(rdnor([7, 7, 7])).toBeUndefined();
    expect(rdnor([1, 2])).toBeUndefined();
  });

  test("does not depend on order, scale or shift", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { minLength: 3, maxLength: 9 }),
        (prices) => {
          const value = rdnor(prices) ?? Number.NaN;
          expect(rdnor(prices.toReversed())).toBeCloseTo(value, 9);
          expect(rdnor(prices.map((price) => 7 * price + 1e6))).toBeCloseTo(value, 6);
        },
      ),
    );
  });

  test("B.5: uniform spacings have exactly the exact tail", () => {
    const random = randomOf(5);
    for (const n of [3, 5, 10]) {
      let hits = 0;
      for (let lot = 0; lot < 20_000; lot += 1) {
        const value = rdnor(Array.from({ length: n }, random)) ?? 0;
        if (exactTail(value, n) <= 0.05) hits += 1;
      }
      expect(Math.abs(hits / 20_000 - 0.05)).toBeLessThan(0.006);
    }
  });

  test("the reference law grows with the exact tail and with n, and needs no more than 40 bids", () => {
    const tails = [1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 1].map(
      (exact) => referenceTail(exact, { n: 6, law: "ceiling" }) ?? 0,
    );
    expect(tails).toEqual(tails.toSorted((left, right) => left - right));
    expect(tails.at(-1)).toBe(1);
    expect(referenceTail(1e-3, { n: 20, law: "ceiling" })).toBeGreaterThan(
      referenceTail(1e-3, { n: 5, law: "ceiling" }) ?? 1,
    );
    expect(referenceTail(1e-3, { n: 14, law: "ceiling" })).toBe(
      referenceTail(1e-3, { n: 15, law: "ceiling" }),
    );
    expect(referenceTail(1e-3, { n: 41, law: "ceiling" })).toBeUndefined();
    expect(honestTail(1e-3, { n: 41, law: "normal" })).toBeUndefined();
  });

  test("the honest tail is never below the exact one", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 1, noNaN: true }),
        fc.integer({ min: 3, max: 40 }),
        (exact, n) => {
          expect(honestTail(exact, { n, law: "normal" })).toBeGreaterThanOrEqual(exact);
        },
      ),
    );
  });

  test("the table's own points come back", () => {
    expect(referenceTail(Math.exp(-5.198), { n: 5, law: "ceiling" })).toBeCloseTo(0.02, 9);
    expect(referenceTail(Math.exp(-8.775), { n: 3, law: "ceiling" })).toBeCloseTo(0.0002, 9);
  });
});

describe("tails", () => {
  test("bits of a p-value are the largest Bayes factor it allows", () => {
    expect(bitsOfTail(0.02)).toBeCloseTo(2.233, 3);
    expect(bitsOfTail(1 / Math.E)).toBe(0);
    expect(bitsOfTail(0.9)).toBe(0);
    expect(bitsOfTail(0)).toBeLessThan(40);
  });

  test("bits of rarity: one of 4,096 is 12; everybody is 0", () => {
    expect(bitsOfRarity(1 / 4096)).toBe(12);
    expect(bitsOfRarity(1)).toBe(0);
    expect(bitsOfRarity(2)).toBe(0);
  });

  test("pairs of n", () => {
    expect([1, 2, 10].map(pairsOf)).toEqual([0, 1, 45]);
  });

  test("the rank in a cell counts equals, and is never 0", () => {
    const cell = [0.1, 0.2, 0.2, 0.9];
    expect(rankedTail(0.05, cell)).toBe(1 / 5);
    expect(rankedTail(0.2, cell)).toBe(4 / 5);
    expect(rankedTail(1, cell)).toBe(1);
    expect(rankedTail(0.5, [])).toBe(1);
  });

  test("Poisson binomial: equal chances give the binomial, zero wins are certain, too many impossible", () => {
    expect(winsTail([2, 2, 2, 2], 3)).toBeCloseTo(5 / 16, 12);
    expect(winsTail([3, 4, 5], 0)).toBe(1);
    expect(winsTail([3, 4, 5], 3)).toBeCloseTo(1 / 60, 12);
    expect(winsTail([3, 4, 5], 4)).toBe(0);
    expect(winsTail([1], 1)).toBe(1);
  });

  test("six significant digits", () => {
    expect(round(0.000123456789)).toBe(0.000123457);
    expect(round(0)).toBe(0);
  });
});

test("the interval of the calibration tests covers the share it was drawn from", () => {
  expect(upperShare(0, 6000)).toBeLessThan(0.002);
  expect(upperShare(120, 6000)).toBeGreaterThan(0.02);
  expect(upperShare(120, 6000)).toBeLessThan(0.027);
});
