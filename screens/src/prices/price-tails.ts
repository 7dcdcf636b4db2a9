/**
 * How often honest bids would show at least as much: tail probabilities of the price screens given the number of bids, under
 * uniform spacings (brief: indicators.md B.5). No fixed threshold: RD > 1 alone is met by 60 % of honest lots of three.
 *
 * CV, SPD and DIFFP measure how far honest costs lie apart, which no law fixes: they have a tail in their market only
 * (`lots.ts`).
 */
import { kolmogorovTail } from "./kolmogorov.ts";
import { interiorDistance, momentsOf, type PriceScreens } from "./price-screens.ts";
import { createRandom, type Random } from "./random.ts";

/** Screens with a null of their own; PRC-04 to PRC-09. */
export const NULLED = ["rd", "rdalt", "rdnor", "skew", "kurt", "ks"] as const;
export type NulledScreen = (typeof NULLED)[number];

/** Fewest bids at which a screen may speak (indicators.md D.4); below, its law is too coarse. */
export const FEWEST: Readonly<Record<NulledScreen, number>> = {
  rd: 4,
  rdalt: 4,
  rdnor: 3,
  skew: 8,
  kurt: 8,
  ks: 6,
};

export type PriceTails = Readonly<Record<NulledScreen, number | null>>;

/** Tails of a lot's screens; `prices` ascending. */
export function tailsOf(screens: PriceScreens, prices: Float64Array): PriceTails {
  const { n } = screens;
  const given = (name: NulledScreen, tail: (value: number) => number) => {
    const value = screens[name];
    return value === null || n < FEWEST[name] ? null : tail(value);
  };
  return {
    rd: given("rd", (value) => drawn(n).upper(value, "rd")),
    rdalt: given("rdalt", (value) => rdaltTail(value, n)),
    rdnor: given("rdnor", (value) => rdnorTail(value, n)),
    skew: given("skew", (value) => drawn(n).lower(value, "skew")),
    kurt: given("kurt", (value) => drawn(n).upper(value, "kurt")),
    ks: given("ks", () => kolmogorovTail(interiorDistance(prices) ?? 0, n - 2)),
  };
}

/** P(RDNOR > c) = (1 − c/(n−1))^(n−2) for uniform spacings. */
export const rdnorTail = (value: number, n: number): number =>
  Math.max(0, 1 - value / (n - 1)) ** (n - 2);

/** P(RDALT > c) = ((n−2)/(n−2+c))^(n−2) for uniform spacings. */
export const rdaltTail = (value: number, n: number): number =>
  ((n - 2) / (n - 2 + value)) ** (n - 2);

/** How many of the ascending numbers are at most the value. */
export function countUpTo(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Drawn = "rd" | "skew" | "kurt";

/** Simulated lots of n bids, ascending by each screen. */
interface NullLaw {
  readonly upper: (value: number, screen: Drawn) => number;
  readonly lower: (value: number, screen: Drawn) => number;
}

const MOST_DRAWS = 200_000;
const FEWEST_DRAWS = 10_000;
/** Prices drawn for one n: 200,000 lots up to n = 10, then fewer. */
const PRICES = 2_000_000;

const laws = new Map<number, NullLaw>();

/** Kept once made: 0.2 s for a number of bids. */
function drawn(n: number): NullLaw {
  const known = laws.get(n);
  if (known !== undefined) return known;
  const made = drawLaw(n);
  laws.set(n, made);
  return made;
}

function drawLaw(n: number): NullLaw {
  const draws = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.floor(PRICES / n)));
  const random = createRandom(n);
  const columns = {
    rd: new Float64Array(draws),
    skew: new Float64Array(draws),
    kurt: new Float64Array(draws),
  };
  const prices = new Float64Array(n);
  for (let draw = 0; draw < draws; draw += 1) {
    fillSpacings(prices, random);
    const { skew, kurt } = momentsOf(prices);
    const losers = momentsOf(prices.subarray(1)).deviation;
    columns.rd[draw] = losers > 0 ? ((prices[1] as number) - (prices[0] as number)) / losers : 0;
    columns.skew[draw] = skew ?? 0;
    columns.kurt[draw] = kurt ?? 0;
  }
  for (const column of Object.values(columns)) column.sort();
  return {
    // The lots that show at least as much, and this one.
    upper: (value, screen) =>
      (1 + draws - countUpTo(columns[screen], justBelow(value))) / (draws + 1),
    lower: (value, screen) => (1 + countUpTo(columns[screen], value)) / (draws + 1),
  };
}

/** Just below: equal values count as at least as much. */
export const justBelow = (value: number): number => value - Math.abs(value) * Number.EPSILON;

/** n ascending numbers whose gaps are those of uniform ones (sums of exponentials). */
export function fillSpacings(prices: Float64Array, random: Random): void {
  let sum = 0;
  for (let rank = 0; rank < prices.length; rank += 1) {
    sum -= Math.log(random());
    prices[rank] = sum;
  }
}
