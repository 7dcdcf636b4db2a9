/**
 * EXP-07, exactly: the smallest change of scores, added up over all cells, by which another bid wins (法41). Every score moves
 * in the steps of its criterion and stays between 0 and its maximum; totals are recomputed by the rule of the tender
 * documents, rounding included. A close race is no fault.
 */
import { medianOf } from "./award.ts";
import {
  combinedSum,
  comparable,
  countOf,
  greatestCommon,
  POINT,
  type TotalRule,
} from "./exact.ts";
import { between, bitsOf, multiples, splitSum, sums } from "./reach.ts";

/** Points are whole millionths (exact.ts). */
export interface Race {
  readonly rule: TotalRule;
  /** Expert, bid, criterion: no gaps. */
  readonly scores: readonly (readonly (readonly number[])[])[];
  readonly maxima: readonly number[];
  readonly steps: readonly number[];
  /** Points by bid that no expert gives, such as those of the price. */
  readonly fixed: readonly number[];
  /** Of two bids with equal totals the one with the lower number wins; different numbers. */
  readonly ties: readonly number[];
}

export interface CellChange {
  readonly expert: number;
  readonly bid: number;
  readonly criterion: number;
  /** Millionths, signed. */
  readonly change: number;
}

export interface SmallestChange {
  /** Millionths. */
  readonly change: number;
  readonly rival: number;
}

export interface HolderChange extends SmallestChange {
  readonly cells: readonly CellChange[];
}

export interface Holder {
  /** Of this expert alone; undefined: his scores cannot do it. */
  readonly alone: HolderChange | undefined;
  /** Another bid that wins without him, or with the median of the others in his place. */
  readonly without: number | undefined;
  readonly withMedian: number | undefined;
}

export interface WinnerFlip {
  readonly winner: number;
  /** undefined: no change of scores within their ranges makes another bid win. */
  readonly smallest: SmallestChange | undefined;
  readonly experts: readonly Holder[];
}

type Totals = readonly (readonly number[])[];

const sumOf = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** Expert, bid. */
const totalsOf = ({ scores }: Race): Totals => scores.map((bids) => bids.map(sumOf));

const columnOf = (totals: Totals, bid: number): number[] => totals.map((row) => row[bid] as number);

/** Place of the winner; -1 without a bid. */
function winnerOf(race: Pick<Race, "rule" | "fixed" | "ties">, totals: Totals): number {
  const { rule, fixed, ties } = race;
  const values = fixed.map((points, bid) =>
    comparable(rule, {
      sum: combinedSum(rule, columnOf(totals, bid)),
      experts: totals.length,
      fixed: points,
    }),
  );
  return values.reduce((best, value, bid) => {
    if (best < 0) return bid;
    const lead = value - (values[best] as number);
    return lead > 0 || (lead === 0 && (ties[bid] as number) < (ties[best] as number)) ? bid : best;
  }, -1);
}

export const awardWinner = (race: Race): number => winnerOf(race, totalsOf(race));

/** One duel: the winner loses so much, the rival gains so much, in units. */
interface Duel {
  readonly unit: number;
  /** Gain from which either side alone is enough. */
  readonly limit: number;
  /** Gain below which both together are not. */
  readonly least: number;
  readonly beats: (lost: number, gained: number) => boolean;
}

function duelOf(race: Race, totals: Totals, { winner, rival, unit }: Pairing): Duel {
  const { rule, fixed, ties } = race;
  const experts = totals.length;
  const side = (bid: number) => ({
    sum: combinedSum(rule, columnOf(totals, bid)),
    fixed: fixed[bid] as number,
  });
  const [own, other] = [side(winner), side(rival)];
  const value = ({ sum, fixed: points }: ReturnType<typeof side>, moved: number) =>
    comparable(rule, { sum: sum + moved * unit, experts, fixed: points });
  const isFirst = (ties[rival] as number) < (ties[winner] as number);
  const gap = value(own, 0) - value(other, 0);
  const slack =
    countOf(rule, experts) * 10 ** (rule.decimals === undefined ? 0 : 6 - rule.decimals);
  return {
    unit,
    limit: Math.ceil((gap + slack) / unit) + 1,
    least: (gap - 2 * slack) / unit,
    beats(lost, gained) {
      const lead = value(other, gained) - value(own, -lost);
      return lead > 0 || (lead === 0 && isFirst);
    },
  };
}

interface Pairing {
  readonly winner: number;
  readonly rival: number;
  readonly unit: number;
}

/** What one expert can move of one bid, criterion by criterion, in units. */
function partsOf(race: Race, unit: number, cell: Cell): bigint[] {
  const { expert, bid, sign } = cell;
  return race.maxima.map((max, criterion) => {
    const score = race.scores[expert]?.[bid]?.[criterion] as number;
    const room = Math.max(0, sign > 0 ? max - score : score);
    return multiples((race.steps[criterion] as number) / unit, Math.floor(room / unit));
  });
}

interface Cell {
  readonly expert: number;
  readonly bid: number;
  /** Up or down. */
  readonly sign: 1 | -1;
}

const reachOf = (race: Race, unit: number, cell: Cell): bigint =>
  partsOf(race, unit, cell).reduce((all, part) => sums(all, part), 1n);

/** Fewest units of change for each gain of one side, up to the limit, which stands for all beyond. */
function costsOf(race: Race, duel: Duel, side: Side): Float64Array {
  const { unit, limit } = duel;
  const costs = new Float64Array(limit + 1).fill(Number.POSITIVE_INFINITY);
  const reaches = side.totals.map((_, expert) => reachOf(race, unit, { ...side, expert }));
  const note = (gain: number, cost: number) => {
    if (gain < 0) return;
    const at = Math.min(gain, limit);
    if (cost < (costs[at] as number)) costs[at] = cost;
  };
  const isTrimmed = countOf(race.rule, reaches.length) < reaches.length;
  const hole = Math.max(...race.steps) / unit;
  if (isTrimmed) trimmedCosts(side, { unit, limit, reaches, hole, note, costs });
  else for (const sum of bitsOf(reaches.reduce(sums, 1n))) note(sum, sum);
  return costs;
}

interface Side {
  readonly bid: number;
  readonly sign: 1 | -1;
  /** Of the bid, by expert. */
  readonly totals: readonly number[];
}

interface Trimmed {
  readonly unit: number;
  readonly limit: number;
  readonly reaches: readonly bigint[];
  /** Longest way between two changes that can be reached. */
  readonly hole: number;
  readonly costs: Float64Array;
  readonly note: (gain: number, cost: number) => void;
}

/**
 * The highest and the lowest do not count. Whoever is highest afterwards may have been raised, which costs and gains
 * nothing; whoever is lowest was not. Lowering is raising of the negative totals.
 */
function trimmedCosts({ totals, sign }: Side, trimmed: Trimmed): void {
  const heights = totals.map((total) => (sign * total) / trimmed.unit);
  heights.forEach((_, highest) => {
    heights.forEach((__, lowest) => {
      if (lowest !== highest) costsBetween(heights, { highest, lowest }, trimmed);
    });
  });
}

/** With these two left out; each gain is noted when the smallest rise of the highest first allows it. */
function costsBetween(
  heights: readonly number[],
  { highest, lowest }: { readonly highest: number; readonly lowest: number },
  { limit, reaches, costs, note, hole }: Trimmed,
): void {
  const [height, low] = [heights[highest] as number, heights[lowest] as number];
  const base = Math.max(...heights) + Math.min(...heights) - height - low;
  const others = [...heights.keys()].filter((place) => place !== highest && place !== lowest);
  const ceiling = Math.max(
    ...others.map(
      (place) => (heights[place] as number) + (reaches[place] as bigint).toString(2).length - 1,
    ),
  );
  let known = 0n;
  for (const raise of bitsOf(reaches[highest] as bigint)) {
    const top = height + raise;
    if (low > top) continue;
    const middle = others.map((place) => {
      const own = heights[place] as number;
      const most = Math.max(limit - base, low - own) + hole;
      return between(reaches[place] as bigint, low - own, Math.min(top - own, most));
    });
    const reachable = middle.reduce(sums, 1n);
    for (const sum of bitsOf(reachable & ~known)) note(base + sum, raise + sum);
    known |= reachable;
    // A higher top allows no more, or nothing cheaper.
    if (top >= ceiling || raise - base >= (costs[limit] as number)) return;
  }
}

/** Cheapest pair of a loss and a gain that is enough. */
function cheapest(duel: Duel, losses: Float64Array, gains: Float64Array): number {
  // A gain of more serves as well.
  const atLeast = gains.slice();
  for (let at = atLeast.length - 2; at >= 0; at -= 1)
    atLeast[at] = Math.min(atLeast[at] as number, atLeast[at + 1] as number);
  const places = Array.from(gains.keys());
  let best = Number.POSITIVE_INFINITY;
  losses.forEach((loss, lost) => {
    if (loss >= best) return;
    const gained = firstEnough(places, (gain) => duel.beats(lost, gain));
    best = Math.min(best, loss + (atLeast[gained] ?? Number.POSITIVE_INFINITY));
  });
  return best;
}

/** Everything moves in whole units of this many millionths. */
const unitOf = ({ scores, steps }: Race): number =>
  greatestCommon([...steps, ...scores.flat(2)]) || POINT;

/** The strongest first: of equal changes the one that makes it win is named. */
function rivalsOf(race: Race, totals: Totals, winner: number): number[] {
  let left = [...race.fixed.keys()].filter((bid) => bid !== winner);
  const order: number[] = [];
  while (left.length > 0) {
    const pick = <Value>(values: readonly Value[]) => left.map((bid) => values[bid] as Value);
    const place = winnerOf(
      { rule: race.rule, fixed: pick(race.fixed), ties: pick(race.ties) },
      totals.map(pick),
    );
    const next = left[place] as number;
    order.push(next);
    left = left.filter((bid) => bid !== next);
  }
  return order;
}

/** Fewer than two bids or experts: nothing is said. */
export function winnerFlip(race: Race): WinnerFlip | undefined {
  const totals = totalsOf(race);
  const bids = race.fixed.length;
  if (bids < 2 || totals.length < 2) return undefined;
  const winner = winnerOf(race, totals);
  const unit = unitOf(race);
  const rivals = rivalsOf(race, totals, winner);
  const duels = rivals.map((rival) => ({
    rival,
    duel: duelOf(race, totals, { winner, rival, unit }),
  }));
  return {
    winner,
    smallest: smallestOf(race, totals, { winner, unit, duels }),
    experts: totals.map((_, expert): Holder => {
      const others = totals.filter((__, row) => row !== expert);
      return {
        alone: leastOf(
          duels.flatMap(({ rival, duel }) =>
            aloneOf(race, totals, { ...duel, expert, winner, rival }),
          ),
        ),
        without: otherThan(winner, others.length === 0 ? winner : winnerOf(race, others)),
        withMedian: otherThan(winner, winnerWithMedian(race, totals, expert)),
      };
    }),
  };
}

interface Duels {
  readonly winner: number;
  readonly unit: number;
  readonly duels: readonly { readonly rival: number; readonly duel: Duel }[];
}

function smallestOf(
  race: Race,
  totals: Totals,
  { winner, unit, duels }: Duels,
): SmallestChange | undefined {
  let best: SmallestChange | undefined;
  for (const { rival, duel } of duels) {
    // A point of change moves a sum by a point at most.
    if (best !== undefined && duel.least * unit >= best.change) continue;
    const side = (bid: number, sign: 1 | -1) =>
      costsOf(race, duel, { bid, sign, totals: columnOf(totals, bid) });
    const change = unit * cheapest(duel, side(winner, -1), side(rival, 1));
    if (change < (best?.change ?? Number.POSITIVE_INFINITY)) best = { rival, change };
  }
  return best;
}

const otherThan = (winner: number, found: number): number | undefined =>
  found === winner ? undefined : found;

function leastOf<One extends SmallestChange>(changes: readonly One[]): One | undefined {
  const [first] = changes
    .filter(({ change }) => Number.isFinite(change))
    .toSorted((left, right) => left.change - right.change);
  return first;
}

interface Alone extends Duel, Pairing {
  readonly expert: number;
}

/** Fewest points of one expert, who may lower the winner, raise the rival, or both. */
function aloneOf(race: Race, totals: Totals, alone: Alone): HolderChange[] {
  const { expert, winner, rival, unit } = alone;
  const down = partsOf(race, unit, { expert, bid: winner, sign: -1 });
  const up = partsOf(race, unit, { expert, bid: rival, sign: 1 });
  const raises = bitsOf(up.reduce(sums, 1n));
  const sumWith = (bid: number, moved: number) =>
    combinedSum(
      race.rule,
      columnOf(totals, bid).map((total, row) => (row === expert ? total + moved * unit : total)),
    );
  const [own, other] = [sumWith(winner, 0), sumWith(rival, 0)];
  const gained = raises.map((raise) => (sumWith(rival, raise) - other) / unit);
  let best = { cost: Number.POSITIVE_INFINITY, lowered: 0, raised: 0 };
  for (const lowered of bitsOf(down.reduce(sums, 1n))) {
    if (lowered >= best.cost) break;
    const lost = (own - sumWith(winner, -lowered)) / unit;
    const place = firstEnough(gained, (gain) => alone.beats(lost, gain));
    const raised = raises[place];
    if (raised !== undefined && lowered + raised < best.cost)
      best = { cost: lowered + raised, lowered, raised };
  }
  if (!Number.isFinite(best.cost)) return [];
  const cells = [
    ...cellsOf(down, { expert, bid: winner, sign: -1 }, { unit, sum: best.lowered }),
    ...cellsOf(up, { expert, bid: rival, sign: 1 }, { unit, sum: best.raised }),
  ];
  return [{ change: best.cost * unit, rival, cells }];
}

/** Place of the first value that is enough; more is never less. */
function firstEnough(values: readonly number[], isEnough: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEnough(values[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function cellsOf(
  parts: readonly bigint[],
  { expert, bid, sign }: Cell,
  { unit, sum }: { readonly unit: number; readonly sum: number },
): CellChange[] {
  return (splitSum(parts, sum) ?? []).flatMap((amount, criterion) =>
    amount === 0 ? [] : [{ expert, bid, criterion, change: sign * amount * unit }],
  );
}

function winnerWithMedian(race: Race, totals: Totals, expert: number): number {
  const others = [...race.scores.keys()].filter((place) => place !== expert);
  const medians = race.fixed.map((_, bid) =>
    sumOf(
      race.maxima.map((__, criterion) =>
        medianOf(others.map((place) => race.scores[place]?.[bid]?.[criterion] as number)),
      ),
    ),
  );
  return winnerOf(
    race,
    totals.map((row, place) => (place === expert ? medians : row)),
  );
}
