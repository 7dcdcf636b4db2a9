/** EXP-08: an expert who ranks the bids against the others. EXP-11: two experts who score alike (条例 article 49). */
import { createRandom } from "../prices/random.ts";
import { medianOf } from "./award.ts";
import { tableOf } from "./outlier.ts";
import { type Block, scoreAt } from "./panel.ts";
import { residualsOf } from "./residuals.ts";
import { countTail, normalLaw } from "./tails.ts";

export interface LowAgreement {
  /** Place in the block. */
  readonly expert: number;
  /** Kendall's τ-a with the median rank of the others. */
  readonly tau: number;
  readonly tail: number;
}

/** Below four bids even the opposite order is met too often by chance: 1 in 3! = 0.17. */
const FEWEST_BIDS = 4;
const PERMUTATIONS = 9_999;
/** From here on the normal law of τ is as good as permutations. */
const MANY_BIDS = 50;
/** No permutation test is needed where the normal law puts the tail far above 1 %. */
const CLEAR = -1.5;

/** Experts of a block whose τ is negative enough to be tested; the tail is P(τ ≤ own) over orders of their scores. */
export function lowAgreements(block: Block): LowAgreement[] {
  const { rows, columns, values } = tableOf(block);
  if (rows < 3 || columns < FEWEST_BIDS) return [];
  const ranks = Array.from({ length: rows }, (_, row) =>
    ranksOf(values.subarray(row * columns, (row + 1) * columns)),
  );
  const deviation = Math.sqrt((2 * (2 * columns + 5)) / (9 * columns * (columns - 1)));
  return ranks.flatMap((own, expert) => {
    const others = ranks.filter((_, row) => row !== expert);
    const median = Array.from({ length: columns }, (_, bid) =>
      medianOf(others.map((row) => row[bid] as number)),
    );
    const tau = kendall(own, median);
    if (tau / deviation > CLEAR) return [];
    const isMany = columns >= MANY_BIDS;
    const tail = isMany ? normalLaw(tau / deviation) : orderTail(own, median, tau);
    return [{ expert, tau, tail }];
  });
}

/** Ranks from 1, equal values share their mean rank. */
export function ranksOf(values: ArrayLike<number>): number[] {
  const all = Array.from(values);
  return all.map((value) => {
    let [below, equal] = [0, 0];
    for (const other of all) {
      if (other < value - 1e-9) below += 1;
      else if (other <= value + 1e-9) equal += 1;
    }
    return below + (equal + 1) / 2;
  });
}

/** Concordant less discordant pairs, over all pairs. */
export function kendall(left: readonly number[], right: readonly number[]): number {
  const n = left.length;
  let sum = 0;
  for (let a = 0; a < n; a += 1)
    for (let b = 0; b < a; b += 1)
      sum += Math.sign(
        ((left[a] as number) - (left[b] as number)) * ((right[a] as number) - (right[b] as number)),
      );
  return (2 * sum) / (n * (n - 1));
}

function orderTail(own: readonly number[], median: readonly number[], tau: number): number {
  const random = createRandom(own.length);
  const order = own.slice();
  let atMost = 1;
  for (let draw = 0; draw < PERMUTATIONS; draw += 1) {
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
    if (kendall(order, median) <= tau + 1e-9) atMost += 1;
  }
  return atMost / (PERMUTATIONS + 1);
}

export interface Alike {
  /** Places in the block. */
  readonly experts: readonly [number, number];
  /** Share of identical scores. */
  readonly share: number;
  /** Bonferroni's over the pairs of the panel. */
  readonly tail: number;
}

/** At least two others show how often experts agree there. */
const FEWEST_EXPERTS = 4;
/** No panel is larger; a table that is, is none. */
const MOST_EXPERTS = 50;

/**
 * Pairs of experts of a block that agree more often than two who judge apart. A cell is expected to be identical as often as
 * rounding two independent normal scores makes it (severities and noise of the two kept), or as often as the other experts
 * agree there, whichever is more: a coarse scale or an evident bid proves nothing.
 */
export function alikePairs(block: Block): Alike[] {
  const experts = block.experts.length;
  if (experts < FEWEST_EXPERTS || experts > MOST_EXPERTS) return [];
  const cells = cellsOf(block);
  const noise = noiseOf(block, cells);
  const pairs = (experts * (experts - 1)) / 2;
  const all: Alike[] = [];
  for (let left = 0; left < experts; left += 1)
    for (let right = left + 1; right < experts; right += 1) {
      const hits = cells.filter((cell) => cell[left] === cell[right]).length;
      // Fewer than half has never been copied.
      if (2 * hits <= cells.length) continue;
      const spread = Math.sqrt((noise[left] as number) + (noise[right] as number));
      const chances = chancesOf(block, { cells, left, right, spread });
      const tail = Math.min(1, pairs * countTail(chances, hits));
      all.push({ experts: [left, right], share: hits / cells.length, tail });
    }
  return all;
}

type Cell = readonly number[];

/** Scores of the experts for each bid and criterion; bid by bid, criterion by criterion. */
const cellsOf = ({ panel, experts, bids, criteria }: Block): Cell[] =>
  bids.flatMap((bid) =>
    criteria.map((criterion) => experts.map((expert) => scoreAt(panel, [expert, bid, criterion]))),
  );

/** Variance of each expert's single scores, after Grubbs 1948: without that of the others in the means. */
function noiseOf({ criteria, bids }: Block, cells: readonly Cell[]): number[] {
  const rows = cells[0]?.length ?? 0;
  const columns = bids.length;
  const own = new Float64Array(rows);
  criteria.forEach((_, criterion) => {
    const values = new Float64Array(rows * columns);
    for (let column = 0; column < columns; column += 1)
      cells[column * criteria.length + criterion]?.forEach((score, row) => {
        values[row * columns + column] = score;
      });
    residualsOf({ values, rows, columns }).forEach((value, place) => {
      const row = Math.floor(place / columns);
      own[row] = (own[row] as number) + value ** 2 / (columns - 1) / criteria.length;
    });
  });
  const all = own.reduce((sum, value) => sum + value, 0) / (1 - 1 / rows);
  return Array.from(own, (value) => Math.max(0, (value - all / rows ** 2) / (1 - 2 / rows)));
}

interface Compared {
  readonly cells: readonly Cell[];
  readonly left: number;
  readonly right: number;
  /** Deviation of the difference of their scores. */
  readonly spread: number;
}

function chancesOf({ criteria, step }: Block, { cells, left, right, spread }: Compared): number[] {
  const severities = criteria.map((_, criterion) => {
    const own = cells.filter((__, place) => place % criteria.length === criterion);
    const sum = own.reduce(
      (total, cell) => total + (cell[left] as number) - (cell[right] as number),
      0,
    );
    return sum / own.length;
  });
  return cells.map((cell, place) => {
    const shift = severities[place % criteria.length] as number;
    const others = cell.filter((_, row) => row !== left && row !== right);
    return Math.max(roundedTogether(shift, { spread, step }), shareEqual(others));
  });
}

/** P(|D| < step/2) of a normal difference. */
function roundedTogether(
  shift: number,
  { spread, step }: { readonly spread: number; readonly step: number },
): number {
  if (spread < step / 4) return Math.abs(shift) < step / 2 ? 1 : 0;
  return normalLaw((step / 2 - shift) / spread) - normalLaw((-step / 2 - shift) / spread);
}

function shareEqual(scores: readonly number[]): number {
  let equal = 0;
  for (let a = 0; a < scores.length; a += 1)
    for (let b = 0; b < a; b += 1) if (scores[a] === scores[b]) equal += 1;
  return (2 * equal) / (scores.length * (scores.length - 1));
}
