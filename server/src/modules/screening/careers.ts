/**
 * What the past of a lot's bidders says: pairs, meetings, records, winners, usual bidders (indicators.md D.5). Pure: from the
 * lots of 24 months to the few figures that the indicators of the BEH group read.
 */
import type { Meeting, PairHistory, Record24, ScreeningHistory, UsualBidders } from "./input.ts";

/** A lot opened before, as far as it matters here. */
export interface PastLot {
  /** Milliseconds. */
  readonly openedAt: number;
  /** Category and district. */
  readonly cell: string;
  /** Firms; a consortium stands as itself. */
  readonly bidders: readonly string[];
  readonly winner?: string;
  /** Milliseconds; when the award was decided. */
  readonly awardedAt?: number;
}

export interface Past {
  readonly byFirm: ReadonlyMap<string, readonly PastLot[]>;
  readonly byCell: ReadonlyMap<string, readonly PastLot[]>;
}

export function indexPast(lots: readonly PastLot[]): Past {
  const ordered = lots.toSorted((left, right) => left.openedAt - right.openedAt);
  const byFirm = new Map<string, PastLot[]>();
  for (const lot of ordered)
    for (const bidder of lot.bidders) {
      const own = byFirm.get(bidder);
      if (own === undefined) byFirm.set(bidder, [lot]);
      else own.push(lot);
    }
  return { byFirm, byCell: Map.groupBy(ordered, ({ cell }) => cell) };
}

export interface Present {
  readonly bidders: readonly string[];
  readonly openedAt: number;
  /** undefined: category or district unknown. */
  readonly cell?: string;
}

/** A larger lot says little of any pair in it, and has thousands of them. */
export const MOST_BIDDERS = 60;
const MONTH = 30.44 * 24 * 3600 * 1000;
const MEETINGS_MIN = 4;
const USUAL_SHARE = 0.6;
const USUAL_LOTS = 8;

/** The history of one lot; without `pairs`, `meetings` and `winners` when it has too many bidders. */
export function historyOf(present: Present, past: Past): ScreeningHistory {
  const { bidders, openedAt } = present;
  const from = openedAt - 24 * MONTH;
  const own = new Map(
    bidders.map((key) => [
      key,
      (past.byFirm.get(key) ?? []).filter((lot) => lot.openedAt >= from && lot.openedAt < openedAt),
    ]),
  );
  const records = [...own].map(([bidder, lots]) =>
    recordOf(bidder, lots.filter(isAwarded(openedAt))),
  );
  const usual = usualOf(present, past);
  const shared = { records, ...(usual === undefined ? {} : { usual }) };
  if (bidders.length > MOST_BIDDERS) return shared;
  return {
    ...shared,
    pairs: pairsOf(own, openedAt),
    winners: winnersOf(own, openedAt),
    ...(present.cell === undefined ? {} : { meetings: meetingsOf(own, present, past) }),
  };
}

const isAwarded =
  (before: number) =>
  ({ winner, awardedAt }: PastLot): boolean =>
    winner !== undefined && awardedAt !== undefined && awardedAt < before;

const recordOf = (bidder: string, lots: readonly PastLot[]): Record24 => ({
  bidder,
  bidderCounts: lots.map((lot) => lot.bidders.length),
  wins: lots.filter(({ winner }) => winner === bidder).length,
});

type Own = ReadonlyMap<string, readonly PastLot[]>;

function* unorderedPairs(own: Own): Generator<[string, string]> {
  const keys = [...own.keys()];
  for (const [index, left] of keys.entries())
    for (const right of keys.slice(index + 1)) yield [left, right];
}

function commonLots(own: Own, left: string, right: string): PastLot[] {
  const others = new Set(own.get(right));
  return (own.get(left) ?? []).filter((lot) => others.has(lot));
}

function pairsOf(own: Own, before: number): PairHistory[] {
  const awarded = isAwarded(before);
  return [...unorderedPairs(own)].flatMap(([left, right]) => {
    const lots = commonLots(own, left, right).filter(awarded);
    if (lots.length === 0) return [];
    const bidderCounts = lots.map(({ bidders }) => bidders.length);
    const wins = (key: string) => lots.filter(({ winner }) => winner === key).length;
    const [leftWins, rightWins] = [wins(left), wins(right)];
    return [
      {
        leader: left,
        follower: right,
        bidderCounts,
        leaderWins: leftWins,
        followerWins: rightWins,
      },
      {
        leader: right,
        follower: left,
        bidderCounts,
        leaderWins: rightWins,
        followerWins: leftWins,
      },
    ];
  });
}

const yearOf = ({ openedAt }: PastLot): number => new Date(openedAt).getUTCFullYear();

function countByYear(lots: readonly PastLot[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const lot of lots) counts.set(yearOf(lot), (counts.get(yearOf(lot)) ?? 0) + 1);
  return counts;
}

/** Pairs that met at least four times in the lot's own category and district. */
function meetingsOf(own: Own, { cell = "", openedAt }: Present, past: Past): Meeting[] {
  const from = openedAt - 24 * MONTH;
  const all = (past.byCell.get(cell) ?? []).filter(
    (lot) => lot.openedAt >= from && lot.openedAt < openedAt,
  );
  const sizes = countByYear(all);
  const here = new Map(
    [...own].map(([key, lots]) => [key, lots.filter((lot) => lot.cell === cell)]),
  );
  return [...unorderedPairs(here)].flatMap(([left, right]) => {
    const lots = commonLots(here, left, right).length;
    if (lots < MEETINGS_MIN) return [];
    const [a, b] = [left, right].map((key) => countByYear(here.get(key) ?? []));
    let expected = 0;
    for (const [year, size] of sizes)
      expected += ((a?.get(year) ?? 0) * (b?.get(year) ?? 0)) / size;
    return [{ left, right, lots, expected }];
  });
}

/** Awarded lots with at least three of these bidders, won by one of them; in order of time. */
function winnersOf(own: Own, before: number): string[] {
  const seen = new Map<PastLot, number>();
  for (const lots of own.values()) for (const lot of lots) seen.set(lot, (seen.get(lot) ?? 0) + 1);
  return [...seen]
    .filter(
      ([lot, together]) => together >= 3 && isAwarded(before)(lot) && own.has(lot.winner ?? ""),
    )
    .map(([lot]) => lot)
    .toSorted((left, right) => left.openedAt - right.openedAt)
    .map(({ winner = "" }) => winner);
}

function usualOf({ cell, bidders, openedAt }: Present, past: Past): UsualBidders | undefined {
  if (cell === undefined) return undefined;
  const from = openedAt - 12 * MONTH;
  const lots = (past.byCell.get(cell) ?? []).filter(
    (lot) => lot.openedAt >= from && lot.openedAt < openedAt,
  );
  const counts = new Map<string, number>();
  for (const lot of lots)
    for (const bidder of lot.bidders) counts.set(bidder, (counts.get(bidder) ?? 0) + 1);
  const present = new Set(bidders);
  const firms = [...counts]
    .filter(([, bids]) => lots.length >= USUAL_LOTS && bids >= USUAL_SHARE * lots.length)
    .map(([key, bids]) => ({ bids, isAbsent: !present.has(key) }));
  return { lots: lots.length, firms };
}
