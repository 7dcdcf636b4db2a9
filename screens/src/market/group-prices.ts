import { momentsOf } from "../prices/price-screens.ts";
/**
 * Prices of some firms within their lots (PRC over groups, after Wallimann, Imhof and Huber 2022): how close, how equal, how regular
 * and how dear they are against as many bids drawn from other lots of the category. No law of prices is assumed.
 */
import { countUpTo, justBelow } from "../prices/price-tails.ts";
import { createRandom, type Random } from "../prices/random.ts";
import { regularityOf, regularityTail } from "../prices/regularity.ts";
import type { Market } from "./table.ts";

/** Subsets drawn for a category and a number of bids. */
const DRAWS = 4000;
/** Groups of more are cut: with seven bids the screens have their say. */
const MOST = 7;

interface Null {
  readonly cv: Float64Array;
  readonly gap: Float64Array;
  /** Lowest price over the estimate, negative: ascending from the dearest. Empty without estimates. */
  readonly level: Float64Array;
  /** What `together` gives the same draws, ascending from the least. */
  readonly joint: Float64Array;
}

export interface LotPrices {
  readonly lot: number;
  readonly cvTail: number;
  readonly gapTail: number;
  readonly regularTail: number;
  /** 1 without an estimate. */
  readonly levelTail: number;
  /** Of all patterns together: how dear, and the plainest of the others. */
  readonly jointTail: number;
}

/** Evidence in the four tails of a lot: how dear the bids are, and the plainest of the other patterns. */
const together = (tails: Omit<LotPrices, "lot" | "jointTail">): number =>
  -Math.log(tails.levelTail) -
  Math.log(Math.max(1e-300, Math.min(tails.cvTail, tails.gapTail, tails.regularTail)));

export type GroupPrices = (lot: number, members: ReadonlySet<number>) => LotPrices | undefined;

/** Prices of the members that bid in a lot; undefined below two. */
export function createGroupPrices(market: Market): GroupPrices {
  const nullOf = createNulls(market);
  return (lot, members) => {
    const prices: number[] = [];
    for (
      let row = market.starts[lot] as number;
      row < (market.starts[lot + 1] as number);
      row += 1
    ) {
      const price = market.price[row] as number;
      if (members.has(market.firmOf[row] as number) && price > 0) prices.push(price);
    }
    if (prices.length < 2) return undefined;
    const sorted = Float64Array.from(prices.slice(0, MOST)).toSorted();
    const law = nullOf(market.categoryOf[lot] as number, sorted.length);
    if (law === undefined) return undefined;
    const cvTail = rank(variation(sorted), law.cv);
    const gapTail = rank(smallestGap(sorted), law.gap);
    const regularTail = regularTailOf(sorted);
    const estimate = market.estimate[lot] as number;
    const level = -(sorted[0] as number) / estimate;
    const hasLevel = estimate > 0 && law.level.length > 0;
    const levelTail = hasLevel ? rank(level, law.level) : 1;
    const tails = { cvTail, gapTail, regularTail, levelTail };
    const above = law.joint.length - countUpTo(law.joint, justBelow(together(tails)));
    return { lot, ...tails, jointTail: (1 + above) / (law.joint.length + 1) };
  };
}

const rank = (value: number, ascending: Float64Array): number =>
  (1 + countUpTo(ascending, value)) / (ascending.length + 1);

function variation(sorted: Float64Array): number {
  const { deviation, mean } = momentsOf(sorted);
  return deviation / mean;
}

function smallestGap(sorted: Float64Array): number {
  let least = Infinity;
  for (let at = 1; at < sorted.length; at += 1)
    least = Math.min(least, (sorted[at] as number) / (sorted[at - 1] as number) - 1);
  return least;
}

function regularTailOf(sorted: Float64Array): number {
  if (sorted.length < 3) return 1;
  const { arithmetic, geometric } = regularityOf(sorted);
  const tails = [arithmetic, geometric].map((deviation) =>
    deviation === null ? 1 : regularityTail(deviation, sorted.length),
  );
  return Math.min(1, 2 * Math.min(...tails));
}

/** Lots of a category with at least so many prices, at random. */
function createNulls(market: Market) {
  const lotsOf: number[][] = Array.from({ length: market.categories }, () => []);
  market.categoryOf.forEach((category, lot) => lotsOf[category]?.push(lot));
  const all = market.lots.map((_, lot) => lot);
  const made = new Map<number, Null | undefined>();
  return (category: number, size: number): Null | undefined => {
    const key = category * 16 + size;
    if (made.has(key)) return made.get(key);
    const own = drawNull(market, lotsOf[category] ?? [], size);
    // A category too small for a law of its own is compared with the whole market.
    const law = own ?? drawNull(market, all, size);
    made.set(key, law);
    return law;
  };
}

/** Fewest lots that make a law (indicators.md D.0.4). */
const FEWEST_LOTS = 50;

/** One draw: as many bids of a lot as the group has. */
interface Draw {
  readonly cv: number;
  readonly gap: number;
  readonly regular: number;
  readonly level: number | undefined;
}

function drawNull(market: Market, lots: readonly number[], size: number): Null | undefined {
  const random = createRandom(size);
  const drawn: Draw[] = [];
  const seen = new Set<number>();
  for (let draw = 0; draw < DRAWS * 3 && drawn.length < DRAWS; draw += 1) {
    const lot = lots[Math.floor(random() * lots.length)];
    if (lot === undefined) return undefined;
    const prices = pricesOf(market, lot);
    if (prices.length < size) continue;
    seen.add(lot);
    const sorted = Float64Array.from(sample(prices, size, random)).toSorted();
    const estimate = market.estimate[lot] as number;
    drawn.push({
      cv: variation(sorted),
      gap: smallestGap(sorted),
      regular: regularTailOf(sorted),
      level: estimate > 0 ? -(sorted[0] as number) / estimate : undefined,
    });
  }
  return seen.size < FEWEST_LOTS ? undefined : lawOf(drawn);
}

function lawOf(drawn: readonly Draw[]): Null {
  const ascending = (values: readonly number[]) => Float64Array.from(values).toSorted();
  const level = drawn.map((own) => own.level).filter((one) => one !== undefined);
  const hasLevels = level.length >= FEWEST_LOTS;
  const cv = drawn.map((own) => own.cv);
  const gap = drawn.map((own) => own.gap);
  const law = {
    cv: ascending(cv),
    gap: ascending(gap),
    level: ascending(hasLevels ? level : []),
  };
  const joint = drawn.map((own) =>
    together({
      cvTail: rank(own.cv, law.cv),
      gapTail: rank(own.gap, law.gap),
      regularTail: own.regular,
      levelTail: hasLevels && own.level !== undefined ? rank(own.level, law.level) : 1,
    }),
  );
  return { ...law, joint: ascending(joint) };
}

function pricesOf({ starts, price }: Market, lot: number): number[] {
  const prices: number[] = [];
  for (let row = starts[lot] as number; row < (starts[lot + 1] as number); row += 1)
    if ((price[row] as number) > 0) prices.push(price[row] as number);
  return prices;
}

function sample(prices: readonly number[], size: number, random: Random): number[] {
  const left = [...prices];
  return Array.from({ length: size }, () => {
    const [taken = 0] = left.splice(Math.floor(random() * left.length), 1);
    return taken;
  });
}

/** Tail of a group over its lots, each with its own pattern. */
export const groupTail = (prices: readonly LotPrices[]): number =>
  fisherTail(prices.map(({ jointTail }) => jointTail));

/** Fisher's tail of several independent ones: χ² with 2k degrees of freedom has a closed form. */
export function fisherTail(tails: readonly number[]): number {
  const half = -tails.reduce((sum, tail) => sum + Math.log(Math.max(tail, 1e-300)), 0);
  let term = 1;
  let sum = 1;
  for (let k = 1; k < tails.length; k += 1) {
    term *= half / k;
    sum += term;
  }
  return tails.length === 0 ? 1 : Math.min(1, Math.exp(-half) * sum);
}
