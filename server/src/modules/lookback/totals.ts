/** Totals recomputed by the rule of the tender documents, and what else would have won. Pure. */
import type { Flip, NotComputable } from "../../../../contract/src/lookback-values.ts";
import {
  awardWinner,
  medianOf,
  microsOf,
  POINT,
  pointsOf,
  type Race,
  totalOf,
  winnerFlip,
} from "../../../../screens/src/scores/index.ts";
import { hasPrice, type LotInput, type Rules, type StatedBid, type Table } from "./input.ts";

export interface Totals {
  readonly race: Race;
  /** Gaps stand at the median of the others. */
  readonly isFilled: boolean;
  /** By bid; undefined where a score is missing. */
  readonly exact: readonly (string | undefined)[];
  readonly winner: number;
}

type Why = NotComputable["why"];

/** The step without rules about it: a score may become anything in hundredths. */
const FINEST = POINT / 100;

/** @returns why not, where rules or points are missing */
export function totalsOf(input: LotInput, table: Table): Totals | Why {
  const { rules } = input;
  if (rules === undefined) return "rules";
  if (table.bids.length < 2) return "fewBids";
  if (table.experts.length < 2) return "fewExperts";
  if (hasPrice(rules) && table.bids.some(({ priceScore }) => priceScore === undefined))
    return "priceScore";
  const filled = fill(table);
  if (filled === undefined) return "gaps";
  const race = raceOf(rules, table, filled.scores);
  return {
    race,
    isFilled: filled.isFilled,
    exact: table.bids.map((bid, place) => exactTotal(rules, table, { bid, place })),
    winner: awardWinner(race),
  };
}

function raceOf(rules: Rules, { bids, criteria }: Table, scores: Race["scores"]): Race {
  return {
    rule: { combine: rules.combine, decimals: rules.decimals },
    scores,
    maxima: criteria.map(({ maximum }, criterion) =>
      maximum === undefined
        ? Math.max(...scores.flatMap((rows) => rows.map((row) => row[criterion] as number)))
        : microsOf(maximum),
    ),
    steps: criteria.map(({ step }) => (step === undefined ? FINEST : microsOf(step))),
    fixed: bids.map(({ priceScore }) => (priceScore === undefined ? 0 : microsOf(priceScore))),
    ties: tiesOf(bids),
  };
}

/** Of equal totals the lower price first (87号令第57条), then the committee's own order. */
function tiesOf(bids: readonly StatedBid[]): number[] {
  const order = [...bids.keys()].toSorted((left, right) => {
    const [a, b] = [bids[left], bids[right]];
    const byPrice = (a?.price ?? 0) - (b?.price ?? 0);
    const isKnown = a?.price !== undefined && b?.price !== undefined;
    return (isKnown ? byPrice : 0) || (a?.rank ?? 1e6) - (b?.rank ?? 1e6) || left - right;
  });
  const ties: number[] = [];
  order.forEach((bid, place) => (ties[bid] = place));
  return ties;
}

interface Filled {
  readonly scores: Race["scores"];
  readonly isFilled: boolean;
}

/** undefined: a whole column is missing. */
function fill({ cells, criteria, bids }: Table): Filled | undefined {
  let isFilled = false;
  let isHopeless = false;
  const medians = bids.map((_, bid) =>
    criteria.map((__, criterion) => {
      const given = cells.flatMap((rows) => {
        const score = rows[bid]?.[criterion]?.score;
        return score === undefined ? [] : [microsOf(score)];
      });
      return given.length === 0 ? undefined : Math.round(medianOf(given));
    }),
  );
  const scores = cells.map((rows) =>
    rows.map((row, bid) =>
      row.map((cell, criterion) => {
        if (cell !== undefined) return microsOf(cell.score);
        isFilled = true;
        const median = medians[bid]?.[criterion];
        if (median === undefined) isHopeless = true;
        return median ?? 0;
      }),
    ),
  );
  return isHopeless ? undefined : { scores, isFilled };
}

function exactTotal(
  rules: Rules,
  { cells }: Table,
  { bid, place }: { readonly bid: StatedBid; readonly place: number },
): string | undefined {
  const rows = cells.map((bids) => bids[place] ?? []);
  if (rows.some((row) => row.includes(undefined))) return undefined;
  const totals = rows.map((row) =>
    row.reduce((sum, cell) => sum + microsOf(cell?.score ?? "0"), 0),
  );
  const fixed = bid.priceScore === undefined ? 0 : microsOf(bid.priceScore);
  return pointsOf(totalOf(rules, totals, fixed));
}

export function flipOf({ race, isFilled }: Totals): Flip | undefined {
  const found = winnerFlip(race);
  if (found === undefined) return undefined;
  const { winner, smallest, experts } = found;
  const holder = experts.find(({ alone }) => alone?.change === smallest?.change)?.alone;
  return {
    winner,
    isFilled,
    ...(smallest === undefined ? {} : { change: pointsOf(smallest.change), rival: smallest.rival }),
    cells: (holder?.cells ?? []).map(({ expert, bid, criterion, change }) => {
      const from = race.scores[expert]?.[bid]?.[criterion] ?? 0;
      return { expert, bid, criterion, from: pointsOf(from), to: pointsOf(from + change) };
    }),
    experts: experts.map(({ alone, without, withMedian }) => ({
      ...(alone === undefined ? {} : { change: pointsOf(alone.change), rival: alone.rival }),
      ...(without === undefined ? {} : { without }),
      ...(withMedian === undefined ? {} : { withMedian }),
    })),
  };
}

/** Who leads once some cells stand otherwise. */
export function winnerWith(
  { race }: Totals,
  change: (score: number, place: { expert: number; bid: number; criterion: number }) => number,
): number {
  return awardWinner({
    ...race,
    scores: race.scores.map((rows, expert) =>
      rows.map((row, bid) =>
        row.map((score, criterion) => change(score, { expert, bid, criterion })),
      ),
    ),
  });
}

/** Median of the other experts for one cell, in millionths on the criterion's step. */
export function medianBeside(
  { race }: Totals,
  { expert, bid, criterion }: { expert: number; bid: number; criterion: number },
): number {
  const others = race.scores.flatMap((rows, place) =>
    place === expert ? [] : [rows[bid]?.[criterion] ?? 0],
  );
  return Math.round(medianOf(others));
}
