/**
 * The price screens of the literature over the bids of one lot (brief: indicators.md B.5). Prices are positive numbers of one
 * currency; a screen that the bids cannot carry is null, never 0.
 */

export interface PriceScreens {
  /** Bids with a price. */
  readonly n: number;
  /** Coefficient of variation, s/m with n−1 (Abrantes-Metz et al. 2006; Imhof 2018). */
  readonly cv: number | null;
  /** (bₙ−b₁)/b₁ (Huber and Imhof 2019). */
  readonly spd: number | null;
  /** (b₂−b₁)/b₁ (Huber and Imhof 2019). */
  readonly diffp: number | null;
  /** (b₂−b₁)/s of the losing bids; three bids at least (Imhof 2018). */
  readonly rd: number | null;
  /** (b₂−b₁) over the mean gap of the losing bids; three bids at least (Huber, Imhof and Ishii 2022). */
  readonly rdalt: number | null;
  /** (b₂−b₁) over the mean gap of all bids (Huber, Imhof and Ishii 2022). */
  readonly rdnor: number | null;
  /** Third standardised moment, corrected for bias: G₁ (Joanes and Gill 1998). */
  readonly skew: number | null;
  /** Excess of the fourth, corrected for bias: G₂; four bids at least. */
  readonly kurt: number | null;
  /** Largest distance of the min–max scaled bids from the uniform law (Wallimann et al. 2022). */
  readonly ks: number | null;
}

export type ScreenName = Exclude<keyof PriceScreens, "n">;

/** In the order of the output. */
export const SCREENS = [
  "cv",
  "spd",
  "diffp",
  "rd",
  "rdalt",
  "rdnor",
  "skew",
  "kurt",
  "ks",
] as const satisfies readonly ScreenName[];

const NOTHING = {
  cv: null,
  spd: null,
  diffp: null,
  rd: null,
  rdalt: null,
  rdnor: null,
  skew: null,
  kurt: null,
  ks: null,
} as const satisfies Record<ScreenName, null>;

export function priceScreens(prices: readonly number[]): PriceScreens {
  return screensOfSorted(Float64Array.from(prices).toSorted());
}

/** The same of ascending prices. */
export function screensOfSorted(prices: Float64Array): PriceScreens {
  const n = prices.length;
  if (n < 2) return { ...NOTHING, n };
  const first = prices[0] as number;
  const second = prices[1] as number;
  const spread = (prices[n - 1] as number) - first;
  const { deviation, mean, skew, kurt } = momentsOf(prices);
  const relative = first > 0;
  return {
    n,
    cv: mean > 0 ? deviation / mean : null,
    spd: relative ? spread / first : null,
    diffp: relative ? (second - first) / first : null,
    rd: ratio(second - first, deviationOfLosers(prices)),
    rdalt: n < 3 ? null : ratio((second - first) * (n - 2), spread - (second - first)),
    rdnor: ratio((n - 1) * (second - first), spread),
    skew,
    kurt,
    ks: spread > 0 ? distanceToUniform(prices) : null,
  };
}

const ratio = (part: number, whole: number | null): number | null =>
  whole !== null && whole > 0 ? part / whole : null;

interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly skew: number | null;
  readonly kurt: number | null;
}

/** Central moments in two passes: prices of nine digits lose nothing to cancellation. */
export function momentsOf(prices: Float64Array): Moments {
  const n = prices.length;
  let sum = 0;
  for (const price of prices) sum += price;
  const mean = sum / n;
  let two = 0;
  let three = 0;
  let four = 0;
  for (const price of prices) {
    const away = price - mean;
    const square = away * away;
    two += square;
    three += square * away;
    four += square * square;
  }
  const variance = two / n;
  // Equal prices: what is left is rounding of the mean.
  const isFlat = n < 2 || prices[0] === prices[n - 1];
  const g1 = three / n / variance ** 1.5;
  const g2 = four / n / variance ** 2 - 3;
  return {
    mean,
    deviation: isFlat ? 0 : Math.sqrt(two / (n - 1)),
    skew: isFlat || n < 3 ? null : (g1 * Math.sqrt(n * (n - 1))) / (n - 2),
    kurt: isFlat || n < 4 ? null : (((n + 1) * g2 + 6) * (n - 1)) / ((n - 2) * (n - 3)),
  };
}

function deviationOfLosers(prices: Float64Array): number | null {
  return prices.length < 3 ? null : momentsOf(prices.subarray(1)).deviation;
}

function distanceToUniform(prices: Float64Array): number {
  const n = prices.length;
  const first = prices[0] as number;
  const spread = (prices[n - 1] as number) - first;
  let distance = 0;
  for (let rank = 0; rank < n; rank += 1) {
    const share = ((prices[rank] as number) - first) / spread;
    distance = Math.max(distance, (rank + 1) / n - share, share - rank / n);
  }
  return distance;
}

/**
 * Distance of the bids between the lowest and the highest from the uniform law on that stretch: under uniform spacings they
 * are n−2 independent uniform numbers, so Kolmogorov's law holds exactly (unlike for `ks`, which counts both ends).
 */
export function interiorDistance(prices: Float64Array): number | null {
  const n = prices.length;
  const first = prices[0] as number;
  const spread = (prices[n - 1] as number) - first;
  if (n < 3 || !(spread > 0)) return null;
  const inside = n - 2;
  let distance = 0;
  for (let rank = 0; rank < inside; rank += 1) {
    const share = ((prices[rank + 1] as number) - first) / spread;
    distance = Math.max(distance, (rank + 1) / inside - share, share - rank / inside);
  }
  return distance;
}
