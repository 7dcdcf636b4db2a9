/**
 * EXP-07: does the award hang on one expert? The award goes to the largest sum of all scores (招标投标法 article 41). A close
 * race is not a fault: this weighs other findings, it is none by itself.
 */
import { type Panel, scoreAt } from "./panel.ts";

export interface HolderOfAward {
  /** Place in the panel. */
  readonly expert: number;
  /** Fewest points of this expert by which another bid draws level; undefined: his scores cannot do it. */
  readonly change: number | undefined;
  /** The bid that wins without him, or with the median of the others in his place; undefined: the award stays. */
  readonly withoutHim: number | undefined;
  readonly withMedian: number | undefined;
}

export interface Award {
  readonly winner: number;
  readonly runnerUp: number;
  /** Fewest points, of any scores, by which the runner-up draws level: the distance of the sums. */
  readonly change: number;
  readonly experts: readonly HolderOfAward[];
}

/** undefined: fewer than two bids or experts, a gap in the table, or two bids that lead with the same sum. */
export function awardOf(panel: Panel): Award | undefined {
  const { experts, bids, criteria, scores } = panel;
  if (bids.length < 2 || experts.length < 2 || scores.some(Number.isNaN)) return undefined;
  const totals = experts.map((_, expert) =>
    bids.map((__, bid) =>
      criteria.reduce((sum, ___, criterion) => sum + scoreAt(panel, [expert, bid, criterion]), 0),
    ),
  );
  const sums = sumsOf(totals);
  const winner = soleWinner(sums);
  if (winner === undefined) return undefined;
  const gaps = sums.map((sum) => (sums[winner] as number) - sum);
  const rivals = [...bids.keys()]
    .filter((bid) => bid !== winner)
    .toSorted((left, right) => (gaps[left] as number) - (gaps[right] as number));
  const runnerUp = rivals[0] as number;
  const holders = [...experts.keys()].map((expert): HolderOfAward => {
    const rival = rivals.find(
      (bid) => rounded(gaps[bid] as number) <= rounded(reach(panel, { expert, winner, bid })),
    );
    const other = (table: readonly (readonly number[])[]) => {
      const best = soleWinner(sumsOf(table));
      return best === winner ? undefined : best;
    };
    return {
      expert,
      change: rival === undefined ? undefined : rounded(gaps[rival] as number),
      withoutHim: other(totals.filter((_, row) => row !== expert)),
      withMedian: other(
        totals.map((row, place) => (place === expert ? mediansBeside(panel, expert) : row)),
      ),
    };
  });
  return { winner, runnerUp, change: rounded(gaps[runnerUp] as number), experts: holders };
}

/** Sums of decimals such as 0.1 must compare as people add them. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function sumsOf(totals: readonly (readonly number[])[]): number[] {
  const bids = totals[0]?.length ?? 0;
  return Array.from({ length: bids }, (_, bid) =>
    totals.reduce((sum, row) => sum + (row[bid] as number), 0),
  );
}

/** undefined: two lead. */
function soleWinner(sums: readonly number[]): number | undefined {
  const best = rounded(Math.max(...sums));
  const leaders = [...sums.keys()].filter((bid) => rounded(sums[bid] as number) === best);
  return leaders.length === 1 ? leaders[0] : undefined;
}

interface Race {
  readonly expert: number;
  readonly winner: number;
  readonly bid: number;
}

/** How far one expert alone can bring a rival up: the winner down to 0, the rival up to the maximum. */
function reach(panel: Panel, { expert, winner, bid }: Race): number {
  return panel.criteria.reduce((sum, { max = Number.POSITIVE_INFINITY }, criterion) => {
    const down = Math.max(0, scoreAt(panel, [expert, winner, criterion]));
    const up = Math.max(0, max - scoreAt(panel, [expert, bid, criterion]));
    return sum + down + up;
  }, 0);
}

/** Totals of the bids by the median of the other experts, criterion by criterion. */
function mediansBeside(panel: Panel, expert: number): number[] {
  const others = [...panel.experts.keys()].filter((place) => place !== expert);
  return panel.bids.map((_, bid) =>
    panel.criteria.reduce(
      (sum, __, criterion) =>
        sum + medianOf(others.map((place) => scoreAt(panel, [place, bid, criterion]))),
      0,
    ),
  );
}

export function medianOf(values: readonly number[]): number {
  const ascending = values.toSorted((left, right) => left - right);
  const middle = ascending.length >> 1;
  const upper = ascending[middle] as number;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] as number) + upper) / 2;
}
