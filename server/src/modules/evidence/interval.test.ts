import fc from "fast-check";
import { expect, test } from "vitest";

import { clopperPearson } from "./interval.ts";

/** R 4.3, binom.test(k, n)$conf.int. */
const KNOWN = [
  { k: 0, n: 10, low: 0, high: 0.3084971 },
  { k: 10, n: 10, low: 0.6915029, high: 1 },
  { k: 1, n: 1, low: 0.025, high: 1 },
  { k: 5, n: 10, low: 0.187086, high: 0.812914 },
  { k: 9, n: 757, low: 0.005451, high: 0.022449 },
];

test.each(KNOWN)("$k of $n as R has it", ({ k, n, low, high }) => {
  const found = clopperPearson(k, n);
  expect(found?.low).toBeCloseTo(low, 4);
  expect(found?.high).toBeCloseTo(high, 4);
});

test("none of none has no interval", () => {
  expect(clopperPearson(0, 0)).toBeUndefined();
});

test("holds the share, and is the mirror of the share that is left", () => {
  const cases = fc.integer({ min: 1, max: 400 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
  fc.assert(
    fc.property(cases, ([k, n]) => {
      const [one, other] = [clopperPearson(k, n), clopperPearson(n - k, n)];
      expect(one?.low).toBeLessThanOrEqual(k / n);
      expect(one?.high).toBeGreaterThanOrEqual(k / n);
      expect(one?.low).toBeCloseTo(1 - (other?.high ?? 0), 9);
    }),
    { numRuns: 60 },
  );
});
