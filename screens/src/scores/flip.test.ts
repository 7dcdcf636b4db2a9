/** The smallest change that makes another bid win equals what trying out every sheet finds. */
import { describe, expect, test } from "vitest";

import { createRandom } from "../prices/random.ts";
import { combinedSum, microsOf, POINT, pointsOf, totalOf, type TotalRule } from "./exact.ts";
import { awardWinner, type Race, winnerFlip } from "./flip.ts";

interface Shape {
  readonly rule: TotalRule;
  readonly experts: number;
  readonly bids: number;
  readonly max: readonly number[];
  readonly step: readonly number[];
  /** Points of the price, up to so many. */
  readonly fixed?: number;
}

const cellsOf = ({ experts, bids, max }: Shape): number => experts * bids * max.length;

function raceOf(shape: Shape, random: () => number): Race {
  const { rule, experts, bids, max, step, fixed = 0 } = shape;
  const draw = (levels: number) => Math.floor(random() * (levels + 1));
  return {
    rule,
    scores: Array.from({ length: experts }, () =>
      Array.from({ length: bids }, () =>
        max.map((most, c) => Math.round(draw(most / (step[c] ?? 1)) * (step[c] ?? 1) * POINT)),
      ),
    ),
    maxima: max.map((most) => most * POINT),
    steps: step.map((one) => one * POINT),
    fixed: Array.from({ length: bids }, () => (draw(fixed * 4) / 4) * POINT),
    ties: Array.from({ length: bids }, (_, bid) => (bid * 7) % bids),
  };
}

interface Found {
  all: number;
  readonly alone: number[];
}

/** Every sheet there is, and what the cheapest one with another winner costs. */
function bruteForce(race: Race): Found {
  const winner = awardWinner(race);
  const flat = race.scores.flatMap((bids, expert) =>
    bids.flatMap((criteria, bid) =>
      criteria.map((score, criterion) => ({ expert, bid, criterion, score })),
    ),
  );
  const sheet = race.scores.map((bids) => bids.map((criteria) => [...criteria]));
  const found: Found = {
    all: Number.POSITIVE_INFINITY,
    alone: race.scores.map(() => Number.POSITIVE_INFINITY),
  };
  const visit = (at: number, cost: number, holder: number | undefined | "many") => {
    const cell = flat[at];
    if (cell === undefined) {
      if (awardWinner({ ...race, scores: sheet }) === winner) return;
      found.all = Math.min(found.all, cost);
      if (typeof holder === "number")
        found.alone[holder] = Math.min(found.alone[holder] ?? cost, cost);
      return;
    }
    const { expert, bid, criterion, score } = cell;
    const row = sheet[expert]?.[bid] ?? [];
    const [step = 1, max = 0] = [race.steps[criterion], race.maxima[criterion]];
    for (let value = 0; value <= max; value += step) {
      row[criterion] = value;
      const isSame = value === score;
      const next = isSame ? holder : holder === undefined || holder === expert ? expert : "many";
      visit(at + 1, cost + Math.abs(value - score), next);
    }
    row[criterion] = score;
  };
  visit(0, 0, undefined);
  return found;
}

const SHAPES: readonly (readonly [string, Shape, number])[] = [
  ["mean, two bids", { rule: { combine: "mean" }, experts: 3, bids: 2, max: [3], step: [1] }, 60],
  ["mean, three bids", { rule: { combine: "mean" }, experts: 2, bids: 3, max: [3], step: [1] }, 60],
  [
    "mean, two criteria of unlike steps",
    { rule: { combine: "mean" }, experts: 2, bids: 2, max: [2, 3], step: [1, 1.5] },
    60,
  ],
  [
    "mean rounded, points of the price",
    { rule: { combine: "mean", decimals: 0 }, experts: 3, bids: 2, max: [3], step: [1], fixed: 2 },
    60,
  ],
  [
    "mean of three to one place",
    {
      rule: { combine: "mean", decimals: 1 },
      experts: 3,
      bids: 2,
      max: [2],
      step: [0.5],
      fixed: 1,
    },
    8,
  ],
  [
    "trimmed, two bids",
    { rule: { combine: "trimmedMean" }, experts: 4, bids: 2, max: [2], step: [1] },
    60,
  ],
  [
    "trimmed, three bids",
    { rule: { combine: "trimmedMean" }, experts: 3, bids: 3, max: [2], step: [1] },
    15,
  ],
  [
    "trimmed, two criteria",
    { rule: { combine: "trimmedMean" }, experts: 3, bids: 2, max: [1, 2], step: [1, 2] },
    40,
  ],
  [
    "trimmed rounded, points of the price",
    {
      rule: { combine: "trimmedMean", decimals: 0 },
      experts: 4,
      bids: 2,
      max: [2],
      step: [1],
      fixed: 1,
    },
    40,
  ],
  [
    "trimmed, five experts",
    {
      rule: { combine: "trimmedMean", decimals: 2 },
      experts: 5,
      bids: 2,
      max: [2],
      step: [1],
      fixed: 0.5,
    },
    6,
  ],
];

describe("the smallest change that makes another bid win", () => {
  for (const [title, shape, panels] of SHAPES)
    test(`${title}: equals brute force in ${panels} panels`, () => {
      const random = createRandom(cellsOf(shape) * 1000 + panels);
      for (let panel = 0; panel < panels; panel += 1) {
        const race = raceOf(shape, random);
        const flip = winnerFlip(race);
        const brute = bruteForce(race);
        const message = JSON.stringify(race);
        expect(flip?.winner, message).toBe(awardWinner(race));
        expect(flip?.smallest?.change ?? Number.POSITIVE_INFINITY, message).toBe(brute.all);
        const alone = flip?.experts.map((one) => one.alone?.change ?? Number.POSITIVE_INFINITY);
        expect(alone, message).toEqual(brute.alone);
      }
    });

  test("the named cells of one expert make the named rival win, and no more than was said", () => {
    const random = createRandom(77);
    for (let panel = 0; panel < 200; panel += 1) {
      const race = raceOf(
        {
          rule: { combine: panel % 2 === 0 ? "mean" : "trimmedMean", decimals: 2 },
          experts: 5,
          bids: 4,
          max: [10, 5],
          step: [0.5, 1],
          fixed: 3,
        },
        random,
      );
      for (const { alone } of winnerFlip(race)?.experts ?? []) {
        if (alone === undefined) continue;
        const scores = race.scores.map((bids) => bids.map((criteria) => [...criteria]));
        let cost = 0;
        for (const { expert, bid, criterion, change } of alone.cells) {
          const row = scores[expert]?.[bid] ?? [];
          row[criterion] = (row[criterion] ?? 0) + change;
          expect(row[criterion]).toBeGreaterThanOrEqual(0);
          expect(row[criterion]).toBeLessThanOrEqual(race.maxima[criterion] ?? 0);
          cost += Math.abs(change);
        }
        expect(cost).toBe(alone.change);
        expect(awardWinner({ ...race, scores })).toBe(alone.rival);
      }
    }
  });

  test("without an expert, and with the median of the others in his place", () => {
    const p = POINT;
    const race: Race = {
      rule: { combine: "mean" },
      // Two bids, three experts: the third alone lifts the second bid above the first.
      scores: [
        [[8 * p], [7 * p]],
        [[8 * p], [7 * p]],
        [[2 * p], [9 * p]],
      ],
      maxima: [10 * p],
      steps: [p],
      fixed: [0, 0],
      ties: [0, 1],
    };
    const flip = winnerFlip(race);
    expect(flip?.winner).toBe(1);
    expect(flip?.experts[2]).toMatchObject({ without: 0, withMedian: 0 });
    expect(flip?.experts[0]).toMatchObject({ without: undefined, withMedian: undefined });
    expect(flip?.smallest).toEqual({ change: 5 * p, rival: 0 });
  });

  test("where no score within its range can do it, nothing is said", () => {
    const race: Race = {
      rule: { combine: "mean" },
      scores: [
        [[POINT], [0]],
        [[POINT], [0]],
      ],
      maxima: [POINT],
      steps: [POINT],
      fixed: [50 * POINT, 0],
      ties: [0, 1],
    };
    expect(winnerFlip(race)?.smallest).toBeUndefined();
  });

  test("seven experts, twelve bids and steps of a tenth take seconds, not minutes", () => {
    const random = createRandom(5);
    const race = raceOf(
      {
        rule: { combine: "trimmedMean", decimals: 2 },
        experts: 7,
        bids: 12,
        max: [25, 15, 12, 8],
        step: [0.1, 0.1, 0.5, 1],
        fixed: 40,
      },
      random,
    );
    const begin = performance.now();
    expect(winnerFlip(race)?.smallest).toBeDefined();
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});

describe("totals as on paper", () => {
  const trimmed: TotalRule = { combine: "trimmedMean", decimals: 2 };
  const points = (...values: string[]) => values.map(microsOf);

  test("half up, exactly: 0.125 becomes 0.13, 0.1 + 0.2 is 0.3", () => {
    expect(pointsOf(totalOf({ combine: "mean", decimals: 2 }, points("0.1", "0.15"), 0))).toBe(
      "0.13",
    );
    expect(pointsOf(microsOf("0.1") + microsOf("0.2"))).toBe("0.3");
  });
  test("the highest and the lowest do not count", () => {
    expect(combinedSum(trimmed, points("9", "1", "5", "6", "7"))).toBe(microsOf("18"));
    expect(pointsOf(totalOf(trimmed, points("9", "1", "5", "6", "7"), microsOf("30.5")))).toBe(
      "36.5",
    );
  });
  test("of two experts none is left out", () => {
    expect(combinedSum(trimmed, points("9", "1"))).toBe(microsOf("10"));
  });
  test("points come back as they were, without zeros at the end", () => {
    for (const text of ["0", "8.5", "91.35", "-2.05", "999999.999999"])
      expect(pointsOf(microsOf(text))).toBe(text);
    expect(pointsOf(microsOf("8.50"))).toBe("8.5");
    expect(() => microsOf("8,5")).toThrow("8,5 is no number of points");
  });
});
