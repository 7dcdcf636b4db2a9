import { describe, expect, test } from "vitest";

import { betaBinomialTail, corrected, priorOf, rankTail, wilson } from "./rates.ts";

describe("wilson", () => {
  test("58 of 61 by hand: centre 0.92411, half width 0.05902", () => {
    const { low, high } = wilson(58, 61) ?? { low: 0, high: 0 };
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.8651", "0.9831"]);
  });
  test("none of ten and ten of ten are mirror images, and neither is a point", () => {
    expect(wilson(0, 10)?.low).toBe(0);
    expect(wilson(10, 10)?.high).toBe(1);
    expect(wilson(0, 10)?.high).toBeCloseTo(1 - (wilson(10, 10)?.low ?? 0), 12);
    expect(wilson(0, 10)?.high).toBeGreaterThan(0.25);
  });
  test("of nothing nothing is said", () => expect(wilson(0, 0)).toBeUndefined());
});

describe("betaBinomialTail", () => {
  test("a uniform prior makes every count equally likely", () => {
    for (let k = 0; k <= 10; k += 1)
      expect(betaBinomialTail(k, 10, { a: 1, b: 1 })).toBeCloseTo((11 - k) / 11, 9);
  });
  test("with a very heavy prior it is the binomial tail: ≥ 8 of 10 at one half", () => {
    expect(betaBinomialTail(8, 10, { a: 1e6, b: 1e6 })).toBeCloseTo(56 / 1024, 4);
  });
});

describe("priorOf", () => {
  test("peers that differ by chance alone weigh as much as their cases, wide ones less", () => {
    const alike = priorOf(0.3, [
      { k: 6, n: 20 },
      { k: 6, n: 20 },
      { k: 6, n: 20 },
    ]);
    expect(alike.a + alike.b).toBeCloseTo(60, 6);
    const wide = priorOf(0.5, [
      { k: 1, n: 20 },
      { k: 19, n: 20 },
      { k: 10, n: 20 },
    ]);
    expect(wide.a + wide.b).toBeLessThan(6);
    expect(wide.a / (wide.a + wide.b)).toBeCloseTo(0.5, 9);
  });

  test("honest units of one common rate seldom look odd: at most 6 in 100 at the 5 % line", () => {
    // A linear congruential generator: the test must not depend on the day.
    let state = 20_261;
    const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const draw = (n: number, rate: number) =>
      Array.from({ length: n }, next).filter((value) => value < rate).length;
    let odd = 0;
    const runs = 3000;
    for (let run = 0; run < runs; run += 1) {
      const peers = Array.from({ length: 5 }, () => ({ k: draw(20, 0.3), n: 20 }));
      const mean = peers.reduce((sum, { k }) => sum + k, 0) / 100;
      if (betaBinomialTail(draw(20, 0.3), 20, priorOf(mean, peers)) <= 0.05) odd += 1;
    }
    expect(odd / runs).toBeLessThanOrEqual(0.06);
    expect(odd).toBeGreaterThan(0);
  });
});

test("corrected: Benjamini–Hochberg's own example keeps the order given", () => {
  const q = corrected([0.04, 0.01, 0.5, 0.02]).map((value) => value.toFixed(4));
  expect(q).toEqual(["0.0533", "0.0400", "0.5000", "0.0400"]);
});

test("rankTail is never zero and never more than one", () => {
  expect(rankTail(0.9, [0.1, 0.2, 0.3])).toBe(0.25);
  expect(rankTail(0, [0.1, 0.2, 0.3])).toBe(1);
});
