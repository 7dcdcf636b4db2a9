/**
 * Extremely randomised trees (Geurts, Ernst and Wehenkel 2006, Mach. Learn. 63: 3–42) for two classes: at each node some
 * features, one random cut in each, the cut of the least Gini impurity. No pruning, no bootstrap: the defaults of the usual
 * library, so that it can stand as the reference.
 */
import type { Random } from "../prices/random.ts";

/** Features of the examples, example by example. */
export interface Table {
  readonly rows: readonly Float64Array[];
  /** True: positive. */
  readonly labels: readonly boolean[];
}

export interface ForestOptions {
  readonly trees: number;
  /** Features tried at a node; default: the root of their number. */
  readonly tried?: number;
  /** Examples in a leaf at least. */
  readonly leaf?: number;
  readonly random: Random;
}

/** Share of the positive class: in [0, 1]. */
export type Forest = (row: Float64Array) => number;

interface Leaf {
  readonly share: number;
}
interface Cut {
  readonly feature: number;
  readonly at: number;
  readonly below: Node;
  readonly above: Node;
}
type Node = Leaf | Cut;

export function growForest(table: Table, options: ForestOptions): Forest {
  const features = table.rows[0]?.length ?? 0;
  const tried = options.tried ?? Math.max(1, Math.round(Math.sqrt(features)));
  const grower = createGrower(table, { ...options, leaf: options.leaf ?? 1, tried, features });
  const all = table.rows.map((_, index) => index);
  const trees = Array.from({ length: options.trees }, () => grower(all));
  return (row) => trees.reduce((sum, tree) => sum + shareIn(tree, row), 0) / trees.length;
}

function shareIn(tree: Node, row: Float64Array): number {
  let node = tree;
  while ("feature" in node)
    node = (row[node.feature] as number) <= node.at ? node.below : node.above;
  return node.share;
}

interface GrowOptions extends Required<ForestOptions> {
  readonly features: number;
}

type Value = (example: number, feature: number) => number;

function rangeOf(
  value: Value,
  examples: readonly number[],
  feature: number,
): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const example of examples) {
    const own = value(example, feature);
    if (own < low) low = own;
    if (own > high) high = own;
  }
  return [low, high];
}

function createGrower({ rows, labels }: Table, options: GrowOptions) {
  const { features, tried, leaf, random } = options;
  const value: Value = (example, feature) => (rows[example] as Float64Array)[feature] as number;

  /** Weighted impurity of both sides; Infinity where one is too small. */
  function impurity(examples: readonly number[], feature: number, at: number): number {
    let below = 0;
    let positivesBelow = 0;
    let positives = 0;
    for (const example of examples) {
      const isPositive = labels[example] === true ? 1 : 0;
      positives += isPositive;
      if (value(example, feature) > at) continue;
      below += 1;
      positivesBelow += isPositive;
    }
    const above = examples.length - below;
    if (below < leaf || above < leaf) return Infinity;
    return gini(positivesBelow, below) + gini(positives - positivesBelow, above);
  }

  function bestCut(examples: readonly number[]): { feature: number; at: number } | undefined {
    const order = Array.from({ length: features }, (_, feature) => feature);
    let best: { feature: number; at: number } | undefined;
    let least = Infinity;
    let looked = 0;
    for (let left = features; left > 0 && looked < tried; left -= 1) {
      const pick = Math.floor(random() * left);
      const feature = order[pick] as number;
      order[pick] = order[left - 1] as number;
      const [low, high] = rangeOf(value, examples, feature);
      if (!(high > low)) continue;
      looked += 1;
      const at = low + random() * (high - low);
      const own = impurity(examples, feature, at);
      if (own >= least) continue;
      least = own;
      best = { feature, at };
    }
    return best;
  }

  return function grow(examples: readonly number[]): Node {
    const positives = examples.filter((example) => labels[example] === true).length;
    const share = positives / examples.length;
    if (positives === 0 || positives === examples.length || examples.length < 2 * leaf)
      return { share };
    const cut = bestCut(examples);
    if (cut === undefined) return { share };
    const below = examples.filter((example) => value(example, cut.feature) <= cut.at);
    const above = examples.filter((example) => value(example, cut.feature) > cut.at);
    return { ...cut, below: grow(below), above: grow(above) };
  };
}

const gini = (positives: number, all: number): number => (positives * (all - positives)) / all;
