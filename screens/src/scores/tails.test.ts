import { describe, expect, test } from "vitest";

import { benjaminiHochberg, countTail, holm, normalLaw, studentTail } from "./tails.ts";

describe("tails", () => {
  test("tables of Student and the normal law", () => {
    for (const [t, degrees] of [
      [12.7062, 1],
      [2.228_14, 10],
      [2.042_27, 30],
      [1.980_27, 118],
    ] as const)
      expect(studentTail(t, degrees)).toBeCloseTo(0.05, 4);
    expect(studentTail(-4.587, 10)).toBeCloseTo(0.001, 5);
    expect(studentTail(0, 3)).toBeCloseTo(1, 12);
    expect(studentTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(normalLaw(1.959_964)).toBeCloseTo(0.975, 6);
    expect(normalLaw(-1.959_964)).toBeCloseTo(0.025, 6);
  });

  test("many tests: Holm, Benjamini and Hochberg, in the order given", () => {
    expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06]);
    const adjusted = benjaminiHochberg([0.04, 0.01, 0.03, 0.5]);
    [0.04 * (4 / 3), 0.04, 0.04 * (4 / 3), 0.5].forEach((value, place) => {
      expect(adjusted[place]).toBeCloseTo(value, 12);
    });
  });

  test("counts of unequal events: equal chances give the binomial law", () => {
    expect(countTail([0.5, 0.5, 0.5], 2)).toBeCloseTo(0.5, 12);
    expect(countTail([1, 0.25], 2)).toBeCloseTo(0.25, 12);
    expect(countTail([0.3], 0)).toBe(1);
    const many = Array.from({ length: 2_001 }, () => 0.5);
    expect(countTail(many, 1_030)).toBeCloseTo(countTail(many.slice(1), 1_029.5), 1);
    expect(
      countTail(
        many.map(() => 1),
        2_001,
      ),
    ).toBe(1);
  });
});
