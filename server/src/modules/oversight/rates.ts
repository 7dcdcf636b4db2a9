/** Shares of few cases: intervals, empirical Bayes with peers, false discovery rate. Pure; probabilities in [0, 1]. */

/** 97.5 % point of the normal law. */
const Z = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson 1927, J. Am. Stat. Assoc. 22, 209–212: 95 % interval of k of n. @returns undefined for n = 0 */
export function wilson(k: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  const share = k / n;
  const square = Z * Z;
  const middle = (share + square / (2 * n)) / (1 + square / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))) / (1 + square / n);
  return {
    low: k === 0 ? 0 : Math.max(0, middle - half),
    high: k === n ? 1 : Math.min(1, middle + half),
  };
}

const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155,
  0.1208650973866179e-2, -0.5395239384953e-5,
];

/** Lanczos' series; relative error below 2e-10. */
function logGamma(x: number): number {
  const base = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  const series = LANCZOS.reduce(
    (sum, weight, index) => sum + weight / (x + 1 + index),
    1.000000000190015,
  );
  return -base + Math.log((Math.sqrt(2 * Math.PI) * series) / x);
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

export interface Prior {
  readonly a: number;
  readonly b: number;
}

/** P(X ≥ k) of n cases whose chance is drawn from Beta(a, b). */
export function betaBinomialTail(k: number, n: number, { a, b }: Prior): number {
  let tail = 0;
  for (let x = k; x <= n; x += 1) {
    const choose = logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1);
    tail += Math.exp(choose + logBeta(x + a, n - x + b) - logBeta(a, b));
  }
  return Math.min(1, tail);
}

export interface Counted {
  readonly k: number;
  readonly n: number;
}

/**
 * Beta prior with a given mean whose weight a + b is what the spread of the peers leaves (method of moments:
 * Kleinman 1973, J. Am. Stat. Assoc. 68, 46–54).
 */
export function priorOf(mean: number, peers: readonly Counted[]): Prior {
  const bounded = Math.min(Math.max(mean, 1e-4), 1 - 1e-4);
  const counted = peers.filter(({ n }) => n > 0);
  const total = counted.reduce((sum, { n }) => sum + n, 0);
  const pooled = counted.reduce((sum, { k }) => sum + k, 0) / Math.max(total, 1);
  const variance = pooled * (1 - pooled);
  const squares = counted.reduce((sum, { k, n }) => sum + n * (k / n - pooled) ** 2, 0);
  const units = counted.length;
  const size = total - counted.reduce((sum, { n }) => sum + n * n, 0) / Math.max(total, 1);
  // Share of the variance that lies between units.
  const between =
    variance === 0 || size === 0 ? 0 : (squares - variance * (units - 1)) / (variance * size);
  // Where the peers do not differ more than chance lets them, their number is all that is known of the mean.
  const most = Math.max(total, 1);
  const weight = between * (most + 1) <= 1 ? most : Math.max(1 / Math.min(between, 0.5) - 1, 1);
  return { a: bounded * weight, b: (1 - bounded) * weight };
}

/** Benjamini–Hochberg 1995: the figures of all tests, corrected, in the order given. */
export function corrected(tails: readonly number[]): readonly number[] {
  const order = tails.map((p, index) => ({ p, index })).toSorted((a, b) => b.p - a.p);
  const result = tails.map(() => 1);
  let least = 1;
  order.forEach(({ p, index }, place) => {
    least = Math.min(least, (p * tails.length) / (tails.length - place));
    result[index] = least;
  });
  return result;
}

/** Rank of a value among those of peers, from above: (1 + how many are as large) / (N + 1). */
export const rankTail = (value: number, peers: readonly number[]): number =>
  (1 + peers.filter((peer) => peer >= value).length) / (peers.length + 1);

export const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
};

/** Six significant digits: facts are hashed, and the last bit of a logarithm is the platform's own. */
export const round = (value: number): number => Number(value.toPrecision(6));
