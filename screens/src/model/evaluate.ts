/**
 * How well collusion is told from prices alone, as it would be met: lots of a group never stand on both sides of a split, and
 * both models see the same splits.
 */
import type { Random } from "../prices/random.ts";
import { createRandom } from "../prices/random.ts";
import { growForest } from "./extra-trees.ts";
import { lotFeatures, screenFeatures } from "./features.ts";
import { areaUnderCurve, calibrationError, decisionsOf, type Scored } from "./metrics.ts";

export interface LabelledLot {
  readonly prices: readonly number[];
  readonly isPositive: boolean;
  /** Lots of one group stay together: the same tender, buyer, cartel. */
  readonly group: string;
}

export interface Figure {
  readonly mean: number;
  /** 95 % interval of the mean. */
  readonly low: number;
  readonly high: number;
}

export interface Evaluation {
  readonly lots: number;
  readonly positives: number;
  readonly repeats: number;
  readonly auc: Figure;
  readonly balancedAccuracy: Figure;
  readonly precision: Figure;
  readonly recall: Figure;
  readonly calibrationError: Figure;
  /** Extremely randomised trees over the nine screens. */
  readonly baseline: { readonly auc: Figure; readonly balancedAccuracy: Figure };
  readonly pairedAucDifference: Figure;
}

export interface EvaluateOptions {
  readonly repeats: number;
  readonly seed: number;
  /** Called after each split. */
  readonly progress?: (done: number) => void;
}

/** The data cannot be split; the message says why. */
export class NotEvaluable extends Error {
  override name = "NotEvaluable";
}

const TEST_SHARE = 0.2;
const TREES = 300;
/** Lots in a leaf of ours; the reference keeps the usual library's 1. */
const LEAF = 3;
/** Draws of a split before the data are given up. */
const DRAWS = 1000;

type Split = Readonly<Record<"train" | "test", readonly number[]>>;

/** @throws NotEvaluable where no split has both classes on both sides */
export function evaluate(lots: readonly LabelledLot[], options: EvaluateOptions): Evaluation {
  const labels = lots.map(({ isPositive }) => isPositive);
  const own = lots.map(({ prices }) => lotFeatures(prices));
  const reference = lots.map(({ prices }) => screenFeatures(prices));
  const groups = [...Map.groupBy(lots.keys(), (index) => lots[index]?.group ?? "").values()];
  const random = createRandom(options.seed);
  const runs = Array.from({ length: options.repeats }, (_, repeat) => {
    const split = drawSplit(groups, labels, random);
    const seed = Math.floor(random() * 2 ** 31);
    const run = {
      own: measure(scoresOf(own, labels, { split, seed, leaf: LEAF })),
      reference: measure(scoresOf(reference, labels, { split, seed, leaf: 1 })),
    };
    options.progress?.(repeat + 1);
    return run;
  });
  const raw = (read: (run: (typeof runs)[number]) => number) => figureOf(runs.map(read));
  const figure = (read: (run: (typeof runs)[number]) => number) => withinOne(raw(read));
  return {
    lots: lots.length,
    positives: labels.filter(Boolean).length,
    repeats: runs.length,
    auc: figure((run) => run.own.auc),
    balancedAccuracy: figure((run) => run.own.balancedAccuracy),
    precision: figure((run) => run.own.precision),
    recall: figure((run) => run.own.recall),
    calibrationError: figure((run) => run.own.calibrationError),
    baseline: {
      auc: figure((run) => run.reference.auc),
      balancedAccuracy: figure((run) => run.reference.balancedAccuracy),
    },
    pairedAucDifference: raw((run) => run.own.auc - run.reference.auc),
  };
}

export interface Transfer {
  readonly auc: number;
  /** Extremely randomised trees over the nine screens. */
  readonly baseline: { readonly auc: number };
}

/** How well a model of one market tells collusion in another: all of the first teach, all of the second are judged. */
export function transfer(
  from: readonly LabelledLot[],
  to: readonly LabelledLot[],
  seed: number,
): Transfer {
  const lots = [...from, ...to];
  const labels = lots.map(({ isPositive }) => isPositive);
  const places = [...lots.keys()];
  const split = { train: places.slice(0, from.length), test: places.slice(from.length) };
  const aucOf = (read: typeof lotFeatures, leaf: number) =>
    areaUnderCurve(
      scoresOf(
        lots.map(({ prices }) => read(prices)),
        labels,
        { split, seed, leaf },
      ),
    );
  return { auc: aucOf(lotFeatures, LEAF), baseline: { auc: aucOf(screenFeatures, 1) } };
}

const measure = (scored: readonly Scored[]) => ({
  auc: areaUnderCurve(scored),
  ...decisionsOf(scored),
  calibrationError: calibrationError(scored),
});

/** A fifth of the groups for the test, both classes on both sides. */
function drawSplit(
  groups: readonly (readonly number[])[],
  labels: readonly boolean[],
  random: Random,
): Split {
  const count = Math.max(1, Math.round(groups.length * TEST_SHARE));
  const hasBoth = (side: readonly number[]) => new Set(side.map((lot) => labels[lot])).size === 2;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const order = shuffled(groups, random);
    const split = { test: order.slice(0, count).flat(), train: order.slice(count).flat() };
    if (hasBoth(split.test) && hasBoth(split.train)) return split;
  }
  throw new NotEvaluable(
    `of ${DRAWS} splits none had both classes on both sides: more labelled lots in more groups are needed`,
  );
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}

function scoresOf(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  { split, seed, leaf }: { readonly split: Split; readonly seed: number; readonly leaf: number },
): Scored[] {
  const pick = (side: readonly number[]) => side.map((lot) => rows[lot] as readonly number[]);
  const middles = middlesOf(pick(split.train));
  const filled = (row: readonly number[]) =>
    Float64Array.from(row, (value, feature) =>
      Number.isFinite(value) ? value : (middles[feature] as number),
    );
  const forest = growForest(
    {
      rows: pick(split.train).map(filled),
      labels: split.train.map((lot) => labels[lot] === true),
    },
    { trees: TREES, leaf, random: createRandom(seed) },
  );
  return split.test.map((lot) => ({
    score: forest(filled(rows[lot] as readonly number[])),
    isPositive: labels[lot] === true,
  }));
}

/** Median of each feature over the lots that have it: stands for it where a lot does not. */
function middlesOf(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, feature) => {
    const values = rows
      .map((row) => row[feature] as number)
      .filter(Number.isFinite)
      .toSorted((left, right) => left - right);
    return values[values.length >> 1] ?? 0;
  });
}

/** A share is no less than 0 and no more than 1. */
const withinOne = ({ mean, low, high }: Figure): Figure => ({
  mean,
  low: Math.max(0, low),
  high: Math.min(1, high),
});

/**
 * Mean of repeated splits with its 95 % interval, widened because the splits share lots (Nadeau and Bengio 2003, Mach. Learn. 52:
 * variance × (1/repeats + test/train)).
 */
export function figureOf(values: readonly number[]): Figure {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const variance = n > 1 ? squares / (n - 1) : 0;
  const reach = 1.96 * Math.sqrt(variance * (1 / n + TEST_SHARE / (1 - TEST_SHARE)));
  return { mean, low: mean - reach, high: mean + reach };
}
