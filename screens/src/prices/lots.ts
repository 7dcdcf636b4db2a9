/**
 * Many lots at once: each with its screens, their tails under the null of their number of bids, and their rank among the
 * lots like it in the same data (category, method and about the same number of bids). Where there are such lots they
 * decide (indicators.md D.0.4); else a screen must be rare under each shape of honest bids.
 */
import { expectedEqual } from "./coincidence.ts";
import { shapedTail } from "./honest-shapes.ts";
import { type PriceScreens, type ScreenName, screensOfSorted } from "./price-screens.ts";
import {
  countUpTo,
  justBelow,
  NULLED,
  type NulledScreen,
  type PriceTails,
  tailsOf,
} from "./price-tails.ts";
import { type Regularity, regularityOf, regularityTail } from "./regularity.ts";

export interface LotPrices {
  readonly lot: string;
  /** What lots are compared within besides their number of bids: category and method. */
  readonly cell: string;
  readonly prices: readonly number[];
}

/** Fewest lots with which a lot is compared (indicators.md D.0.4). */
export const FEWEST_LOTS = 50;
/** A lot counts as rare below this share of honest ones. */
export const RARE = 0.01;
/** The same for regular gaps, which nothing innocent explains. */
const REGULAR = 0.001;

/**
 * Bids up to which a shape of honest bids stands in for a market: `npm run eval:calibration` covers 3 to 12. In a crowd every real law of
 * prices differs visibly from every textbook one, one misread price is enough, and somebody's total equals somebody else's.
 */
export const MOST_WITHOUT_MARKET = 12;

export interface ScreenedLot {
  readonly lot: string;
  readonly screens: PriceScreens;
  readonly tails: Readonly<Record<ScreenName, number | null>>;
  readonly regularity: Regularity & { readonly tail: number | null };
  /** Bids at a price that another bid has too. */
  readonly identical: number;
  /** Equal pairs that chance gives so many bids, rounded as the least round equal price is; undefined: none is equal. */
  readonly equalByChance: number | undefined;
  /** Lots it was compared with; undefined: too few, so CV, SPD and DIFFP have no tail. */
  readonly cellLots: number | undefined;
  /** Rank of each tail in that market; null without one. */
  readonly cellTails: Readonly<Record<NulledScreen, number | null>>;
  /** Indicators that hit, by id. */
  readonly hits: readonly string[];
}

interface Cell {
  readonly cv: Float64Array;
  readonly spd: Float64Array;
  readonly diffp: Float64Array;
  /** Tails of its lots, ascending. */
  readonly tails: Readonly<Record<NulledScreen, Float64Array>>;
}

/** A lot before it is compared. */
interface Measured {
  readonly screens: PriceScreens;
  readonly prices: Float64Array;
  readonly tails: PriceTails;
}

/** Lots in the order given. Two lots of one name are two lots. */
export function screenLots(lots: readonly LotPrices[]): ScreenedLot[] {
  const measured = lots.map(({ prices: given }) => {
    const prices = Float64Array.from(given).toSorted();
    const screens = screensOfSorted(prices);
    return { prices, screens, tails: tailsOf(screens, prices) };
  });
  const cells = cellsOf(lots, measured);
  return lots.map((lot, index) => {
    const own = measured[index] as Measured;
    return judge(lot, own, cells.get(cellOf(lot, own.screens.n)));
  });
}

/** Bands of the number of bids that are alike: each alone up to 12, then steps of a quarter. */
export function bandOf(n: number): number {
  if (n <= 12) return n;
  return Math.round(Math.log(n / 12) / Math.log(1.25)) + 12;
}

const cellOf = ({ cell }: LotPrices, n: number): string => `${cell}\u0000${bandOf(n)}`;

function cellsOf(lots: readonly LotPrices[], measured: readonly Measured[]): Map<string, Cell> {
  const gathered = new Map<string, Measured[]>();
  lots.forEach((lot, index) => {
    const own = measured[index] as Measured;
    if (own.screens.n < 3) return;
    const key = cellOf(lot, own.screens.n);
    const cell = gathered.get(key);
    if (cell === undefined) gathered.set(key, [own]);
    else cell.push(own);
  });
  const large = [...gathered].filter(([, cell]) => cell.length > FEWEST_LOTS);
  return new Map(large.map(([key, cell]) => [key, columnsOf(cell)]));
}

function columnsOf(cell: readonly Measured[]): Cell {
  const column = (read: (lot: Measured) => number | null) =>
    Float64Array.from(cell.map(read).filter((value) => value !== null)).toSorted();
  return {
    cv: column(({ screens }) => screens.cv),
    spd: column(({ screens }) => screens.spd),
    diffp: column(({ screens }) => screens.diffp),
    tails: perScreen((name) => column(({ tails }) => tails[name])),
  };
}

const perScreen = <V>(make: (name: NulledScreen) => V): Record<NulledScreen, V> =>
  Object.fromEntries(NULLED.map((name) => [name, make(name)])) as Record<NulledScreen, V>;

function judge({ lot }: LotPrices, own: Measured, cell: Cell | undefined): ScreenedLot {
  const { screens, prices, tails } = own;
  const market = marketTails(screens, cell);
  const cellTails = perScreen((name) => {
    const tail = tails[name];
    return cell === undefined || tail === null ? null : lowRank(tail, cell.tails[name]);
  });
  const regularity = regularityOf(prices);
  const regularTail = tailOfRegularity(regularity, screens.n);
  const identical = identicalIn(prices);
  const hits = [
    ...(["cv", "spd", "diffp"] as const).filter((name) => (market.tails[name] ?? 1) < RARE),
    ...NULLED.filter((name) => isRare(name, own, cellTails[name])),
  ].map((name) => ID[name]);
  if (market.isWide) hits.push("PRC-19");
  const equalByChance = chanceOfEqual(prices);
  if (isStriking(equalByChance, screens.n)) hits.push("PRC-10");
  if (regularTail !== null && screens.n >= 5 && regularTail < REGULAR) hits.push("PRC-11");
  return {
    lot,
    screens,
    tails: { ...market.tails, ...tails },
    regularity: { ...regularity, tail: regularTail },
    identical,
    equalByChance,
    cellLots: cell === undefined ? undefined : cell.cv.length - 1,
    cellTails,
    hits: hits.toSorted(),
  };
}

/** Rare in its market; without one, under each shape of honest bids. */
function isRare(
  name: NulledScreen,
  { tails, screens, prices }: Measured,
  cellTail: number | null,
): boolean {
  const tail = tails[name];
  if (tail === null) return false;
  if (cellTail !== null) return cellTail < RARE;
  if (screens.n > MOST_WITHOUT_MARKET) return false;
  return tail < RARE && shapedTail(name, screens, prices) < RARE;
}

/** Two forms are looked at, so the smaller tail counts twice (Bonferroni). */
function tailOfRegularity({ arithmetic, geometric }: Regularity, n: number): number | null {
  const tails = [arithmetic, geometric].flatMap((deviation) =>
    deviation === null ? [] : [regularityTail(deviation, n)],
  );
  return tails.length === 0 ? null : Math.min(1, 2 * Math.min(...tails));
}

function identicalIn(prices: Float64Array): number {
  let identical = 0;
  for (let rank = 0; rank < prices.length; rank += 1)
    if (prices[rank] === prices[rank + 1] || prices[rank] === prices[rank - 1]) identical += 1;
  return identical;
}

/** Least over the equal prices, which are taken as amounts with two decimals. */
function chanceOfEqual(prices: Float64Array): number | undefined {
  const equal = prices.filter((price, rank) => price === prices[rank + 1]);
  const chances = Array.from(equal, (price) =>
    expectedEqual(BigInt(Math.round(price * 100)), prices.length),
  );
  return chances.length === 0 ? undefined : Math.min(...chances);
}

/** Among few bids equal totals are told as the fact that they are; among many only where chance does not make them. */
const isStriking = (byChance: number | undefined, n: number): boolean =>
  byChance !== undefined && (n <= MOST_WITHOUT_MARKET || byChance <= RARE);

interface MarketTails {
  readonly tails: {
    readonly cv: number | null;
    readonly spd: number | null;
    readonly diffp: number | null;
  };
  /** SPD so wide that the scope may have been unclear (PRC-19). */
  readonly isWide: boolean;
}

/** Rank among the others of the cell: CV and SPD by their low side, DIFFP by both. */
function marketTails({ cv, spd, diffp }: PriceScreens, cell: Cell | undefined): MarketTails {
  if (cell === undefined) return { tails: { cv: null, spd: null, diffp: null }, isWide: false };
  const low = (value: number | null, others: Float64Array) =>
    value === null ? null : lowRank(value, others);
  const spread = low(spd, cell.spd);
  const gap = low(diffp, cell.diffp);
  const high = diffp === null ? 1 : highRank(diffp, cell.diffp);
  return {
    tails: {
      cv: low(cv, cell.cv),
      spd: spread,
      diffp: gap === null ? null : Math.min(1, 2 * Math.min(gap, high)),
    },
    isWide: spd !== null && highRank(spd, cell.spd) < RARE,
  };
}

/** The lot is one of its cell: at most α of exchangeable lots have a rank of α or less, whatever their law. */
const lowRank = (value: number, cell: Float64Array): number => countUpTo(cell, value) / cell.length;

const highRank = (value: number, cell: Float64Array): number =>
  (cell.length - countUpTo(cell, justBelow(value))) / cell.length;

const ID: Readonly<Record<ScreenName, string>> = {
  cv: "PRC-01",
  spd: "PRC-02",
  diffp: "PRC-03",
  rd: "PRC-04",
  rdalt: "PRC-05",
  rdnor: "PRC-06",
  skew: "PRC-07",
  kurt: "PRC-08",
  ks: "PRC-09",
};
