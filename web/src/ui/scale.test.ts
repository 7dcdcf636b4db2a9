import fc from "fast-check";
import { expect, test } from "vitest";

import { stackLevels, ticksOf } from "./scale.ts";

test("ticks are round and enclose the range", () => {
  expect(ticksOf(5830, 6480, 5)).toEqual([5800, 6000, 6200, 6400, 6600]);
});

test("a range without width has one tick", () => {
  expect(ticksOf(3, 3, 5)).toEqual([3]);
});

test("ticks always enclose the range", () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      fc.pre(high - low > 1e-3);
      const ticks = ticksOf(low, high, 6);
      expect(ticks[0]).toBeLessThanOrEqual(low + 1e-3);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - 1e-3);
      expect(ticks.length).toBeLessThan(20);
    }),
  );
});

test("two dots on one level never stand closer than the gap", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 30 }), (positions) => {
      const levels = stackLevels(positions, 12);
      for (const [i, left] of positions.entries()) {
        for (const [j, right] of positions.entries()) {
          if (i < j && levels[i] === levels[j])
            expect(Math.abs(left - right)).toBeGreaterThanOrEqual(12);
        }
      }
    }),
  );
});
