import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { randomOf } from "../test/honest.ts";
import { adjustedTail } from "./many-tests.ts";

describe("Benjamini–Hochberg", () => {
  test("the fifteen tests of Benjamini and Hochberg 1995, section 3.2: four kept at 5 %", () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
      0.6528, 0.759, 1,
    ];
    const adjusted = published.map((p, n) => adjustedTail(p, published.toSpliced(n, 1)));
    expect(adjusted.filter((value) => value <= 0.05)).toHaveLength(4);
    expect(adjusted[0]).toBeCloseTo(0.0015, 9);
    expect(adjusted[3]).toBeCloseTo(0.035625, 9);
    expect(adjusted[4]).toBeCloseTo(0.0603, 9);
    // Rank 8 takes over the smaller figure of no later rank: 0.0344 · 15 / 8.
    expect(adjusted[7]).toBeCloseTo(0.0645, 9);
    // Ranks 6 and 7 differ: 0.0278 · 15 / 6 is larger than the figure of rank 7, which it takes over.
    expect(adjusted[5]).toBeCloseTo((0.0298 * 15) / 7, 9);
  });

  test("a single test stays as it is, ties are one, never below the test itself, never above 1", () => {
    expect(adjustedTail(0.03, [])).toBe(0.03);
    expect(adjustedTail(0.03, [0.03, 0.03])).toBeCloseTo(0.03, 12);
    const tail = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(tail, fc.array(tail, { maxLength: 30 }), (probability, others) => {
        const adjusted = adjustedTail(probability, others);
        expect(adjusted).toBeGreaterThanOrEqual(probability);
        expect(adjusted).toBeLessThanOrEqual(1);
        expect(adjustedTail(probability, others.toReversed())).toBe(adjusted);
      }),
    );
  });

  test("of what is kept at 10 % no more than 10 % is false, on 400 days of 25 honest and 5 planted tests", () => {
    const random = randomOf(81);
    let shares = 0;
    let found = 0;
    const days = 400;
    for (let day = 0; day < days; day += 1) {
      const honest = Array.from({ length: 25 }, random);
      const planted = Array.from({ length: 5 }, () => random() * 0.002);
      const all = [...honest, ...planted];
      const kept = all.map((p, n) => adjustedTail(p, all.toSpliced(n, 1)) <= 0.1);
      const wrong = kept.slice(0, 25).filter(Boolean).length;
      const right = kept.slice(25).filter(Boolean).length;
      shares += wrong / Math.max(1, wrong + right);
      found += right;
    }
    expect(shares / days).toBeLessThan(0.1);
    expect(shares / days).toBeGreaterThan(0.04);
    expect(found / (5 * days)).toBeGreaterThan(0.95);
  });
});
