/**
 * Many lots at once: each with its screens, their tails under the null of their number of bids, and their rank among the
 * lots like it in the same data (category, method and about the same number of bids).
 */
import { type PriceScreens, SCREENS, type ScreenName, screensOfSorted } from "./price-screens.ts";
import { countUpTo, justBelow, type PriceTails, tailsOf } from "./price-tails.ts";
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

export interface ScreenedLot {
  readonly lot: string;
  readonly screens: PriceScreens;
  readonly tails: Readonly<Record<ScreenName, number | null>>;
  readonly regularity: Regularity & { readonly tail: number | null };
  /** Bids at a price that another bid has too. */
  readonly identical: number;
  /** Lots it was compared with; undefined: too few, so CV, SPD and DIFFP have no tail. */
  readonly cellLots: number | undefined;
  /** Indicators that hit, by id. */
  readonly hits: readonly string[];
}

interface Cell {
  readonly cv: Float64Array;
  readonly spd: Float64Array;
  readonly diffp: Float64Array;
}

/** Lots in the order given. Two lots of one name are two lots. */
export function screenLots(lots: readonly LotPrices[]): ScreenedLot[] {
  const sorted = lots.map(({ prices }) => Float64Array.from(prices).toSorted());
  const screens = sorted.map(screensOfSorted);
  const cells = cellsOf(lots, screens);
  return lots.map((lot, index) => {
    const own = screens[index] as PriceScreens;
    const cell = cells.get(cellOf(lot, own.n));
    return judge(lot, { screens: own, prices: sorted[index] as Float64Array, cell });
  });
}

/** Bands of the number of bids that are alike: each alone up to 12, then steps of a quarter. */
export function bandOf(n: number): number {
  if (n <= 12) return n;
  return Math.round(Math.log(n / 12) / Math.log(1.25)) + 12;
}

const cellOf = ({ cell }: LotPrices, n: number): string => `${cell}\u0000${bandOf(n)}`;

function cellsOf(lots: readonly LotPrices[], screens: readonly PriceScreens[]): Map<string, Cell> {
  const gathered = new Map<string, PriceScreens[]>();
  lots.forEach((lot, index) => {
    const own = screens[index] as PriceScreens;
    if (own.n < 3) return;
    const key = cellOf(lot, own.n);
    const cell = gathered.get(key);
    if (cell === undefined) gathered.set(key, [own]);
    else cell.push(own);
  });
  const large = [...gathered].filter(([, cell]) => cell.length > FEWEST_LOTS);
  return new Map(
    large.map(([key, cell]) => {
      const column = (name: "cv" | "spd" | "diffp") =>
        Float64Array.from(
          cell.map((one) => one[name]).filter((value) => value !== null),
        ).toSorted();
      return [key, { cv: column("cv"), spd: column("spd"), diffp: column("diffp") }];
    }),
  );
}

interface Judged {
  readonly screens: PriceScreens;
  readonly prices: Float64Array;
  readonly cell: Cell | undefined;
}

function judge({ lot }: LotPrices, { screens, prices, cell }: Judged): ScreenedLot {
  const own = tailsOf(screens, prices);
  const market = marketTails(screens, cell);
  const tails = { ...market.tails, ...own };
  const regularity = regularityOf(prices);
  const regularTail = tailOfRegularity(regularity, screens.n);
  const identical = identicalIn(prices);
  const hits = [
    ...hitsOf(own, market),
    ...(identical > 0 ? ["PRC-10"] : []),
    ...(regularTail !== null && screens.n >= 5 && regularTail < REGULAR ? ["PRC-11"] : []),
  ];
  return {
    lot,
    screens,
    tails: Object.fromEntries(SCREENS.map((name) => [name, tails[name] ?? null])) as Record<
      ScreenName,
      number | null
    >,
    regularity: { ...regularity, tail: regularTail },
    identical,
    cellLots: cell === undefined ? undefined : cell.cv.length - 1,
    hits: hits.toSorted(),
  };
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

function hitsOf(own: PriceTails, { tails, isWide }: MarketTails): string[] {
  const all = { ...tails, ...own };
  const rare = SCREENS.filter((name) => (all[name] ?? 1) < RARE).map((name) => ID[name]);
  return isWide ? [...rare, "PRC-19"] : rare;
}
