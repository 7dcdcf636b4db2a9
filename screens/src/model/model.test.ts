import { describe, expect, test } from "vitest";

import { createRandom } from "../prices/random.ts";
import { evaluate, figureOf, type LabelledLot, NotEvaluable, transfer } from "./evaluate.ts";
import { growForest } from "./extra-trees.ts";
import { lotFeatures } from "./features.ts";
import { areaUnderCurve, calibrationError, decisionsOf } from "./metrics.ts";

const scored = (pairs: readonly (readonly [number, boolean])[]) =>
  pairs.map(([score, isPositive]) => ({ score, isPositive }));

describe("figures", () => {
  test("AUC is the share of pairs in order, ties by half", () => {
    expect(
      areaUnderCurve(
        scored([
          [0.9, true],
          [0.8, false],
          [0.7, true],
          [0.1, false],
        ]),
      ),
    ).toBe(0.75);
    expect(
      areaUnderCurve(
        scored([
          [0.5, true],
          [0.5, false],
        ]),
      ),
    ).toBe(0.5);
  });

  test("decisions at one half, precision 0 where nothing is called", () => {
    expect(
      decisionsOf(
        scored([
          [0.9, true],
          [0.6, false],
          [0.2, true],
          [0.1, false],
        ]),
      ),
    ).toEqual({
      balancedAccuracy: 0.5,
      precision: 0.5,
      recall: 0.5,
    });
    expect(
      decisionsOf(
        scored([
          [0.1, true],
          [0.2, false],
        ]),
      ).precision,
    ).toBe(0);
  });

  test("calibration: a score of 0.8 that is right eight times of ten has no error", () => {
    const right = Array.from({ length: 10 }, (_, index) => [0.8, index < 8] as const);
    expect(calibrationError(scored(right))).toBeCloseTo(0, 12);
    expect(
      calibrationError(
        scored([
          [1, false],
          [0, false],
        ]),
      ),
    ).toBeCloseTo(0.5, 12);
  });

  test("the interval is wider than that of independent runs (Nadeau and Bengio 2003)", () => {
    const { mean, low, high } = figureOf([0.8, 0.9]);
    expect(mean).toBeCloseTo(0.85, 12);
    expect(high - low).toBeCloseTo(2 * 1.96 * Math.sqrt(0.005 * (1 / 2 + 0.25)), 12);
  });
});

/** Rings leave a gap under the others; honest bids do not. */
function market(lots: number, random: () => number): LabelledLot[] {
  return Array.from({ length: lots }, (_, index) => {
    const isPositive = index % 3 === 0;
    const base = 1e6 * (1 + 4 * random());
    const others = Array.from(
      { length: 5 },
      () => base * (1.06 + (isPositive ? 0.01 : 0.1) * random()),
    );
    return {
      prices: [isPositive ? base : base * (1.04 + 0.1 * random()), ...others],
      isPositive,
      group: String(index),
    };
  });
}

test("what one market teaches holds in its like, and tells nothing where the labels are drawn by lot", () => {
  const [from, to] = [market(80, createRandom(5)), market(80, createRandom(6))];
  const { auc, baseline } = transfer(from, to, 1);
  expect(auc).toBeGreaterThan(0.9);
  expect(baseline.auc).toBeGreaterThan(0.8);
  const random = createRandom(7);
  const lots = to.map((lot) => ({ ...lot, isPositive: random() < 0.5 }));
  expect(Math.abs(transfer(from, lots, 1).auc - 0.5)).toBeLessThan(0.2);
});

describe("evaluation", () => {
  test("planted rings are told apart, and the same seed gives the same figures", () => {
    const lots = market(90, createRandom(5));
    const first = evaluate(lots, { repeats: 5, seed: 3 });
    expect(first).toMatchObject({ lots: 90, positives: 30, repeats: 5 });
    expect(first.auc.mean).toBeGreaterThan(0.95);
    expect(evaluate(lots, { repeats: 5, seed: 3 })).toEqual(first);
  });

  test("labels without meaning are not learned: the area stays near one half", () => {
    const random = createRandom(8);
    const lots = market(120, random).map((lot) => ({ ...lot, isPositive: random() < 0.5 }));
    expect(Math.abs(evaluate(lots, { repeats: 20, seed: 1 }).auc.mean - 0.5)).toBeLessThan(0.08);
  });

  test("lots of a group never stand on both sides: one group cannot be split", () => {
    const lots = market(30, createRandom(2)).map((lot) => ({ ...lot, group: "one" }));
    expect(() => evaluate(lots, { repeats: 2, seed: 1 })).toThrow(NotEvaluable);
  });

  test("a forest learns a line, and a constant feature gives the share", () => {
    const rows = Array.from({ length: 40 }, (_, index) => Float64Array.of(index, 7));
    const labels = rows.map((_, index) => index >= 20);
    const forest = growForest({ rows, labels }, { trees: 50, random: createRandom(1) });
    expect(forest(Float64Array.of(2, 7))).toBeLessThan(0.1);
    expect(forest(Float64Array.of(38, 7))).toBeGreaterThan(0.9);
    const flat = growForest(
      { rows: rows.map(() => Float64Array.of(1)), labels },
      { trees: 3, random: createRandom(1) },
    );
    expect(flat(Float64Array.of(1))).toBe(0.5);
  });

  test("the features see prices only: order does not matter, a bid named twice is seen", () => {
    expect(lotFeatures([3, 1, 2])).toEqual(lotFeatures([1, 2, 3]));
    expect(lotFeatures([1, 1, 2, 3])).not.toEqual(lotFeatures([1, 2, 3]));
  });
});
