/**
 * RDNOR = (n−1)(b₂−b₁)/(bₙ−b₁): distance of the lowest bid to the next, in mean spacings (Huber,
 * Imhof, Ishii 2022). Exact null of uniform spacings: P(RDNOR > c) = (1 − c/(n−1))^(n−2), n ≥ 3
 * (indicators.md B.5).
 *
 * Honest bids are not uniform: normal bids pass the exact 2 % point in 2 % of lots of 5 but 7 % of
 * lots of 10 (measured), and bids crowded under a ceiling price more often. The tail in use is
 * therefore the larger of the exact one and that of a reference law: the half-normal, bids crowded
 * directly under their ceiling, whose quantiles are tabulated below.
 */

/** Honest tails of the columns of the table. */
const TAILS = [0.3, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0002] as const;

/** n, then ln of the exact tail that a share TAILS of half-normal lots does not exceed; 600,000 lots each. */
const REFERENCE: readonly (readonly [number, readonly number[]])[] = [
  [3, [-1.487, -2.624, -3.323, -4.24, -4.919, -5.612, -6.487, -7.154, -8.775]],
  [4, [-1.759, -3.015, -3.745, -4.689, -5.387, -6.089, -7.016, -7.69, -9.351]],
  [5, [-2.002, -3.396, -4.187, -5.198, -5.924, -6.662, -7.589, -8.276, -9.954]],
  [6, [-2.239, -3.771, -4.634, -5.713, -6.485, -7.238, -8.259, -9.032, -10.815]],
  [7, [-2.449, -4.135, -5.07, -6.221, -7.035, -7.813, -8.834, -9.575, -11.231]],
  [8, [-2.659, -4.49, -5.491, -6.701, -7.55, -8.356, -9.427, -10.165, -11.824]],
  [9, [-2.866, -4.84, -5.917, -7.216, -8.129, -8.962, -10.087, -10.905, -12.701]],
  [10, [-3.068, -5.169, -6.307, -7.688, -8.666, -9.57, -10.724, -11.558, -13.441]],
  [12, [-3.454, -5.826, -7.1, -8.652, -9.729, -10.776, -12.081, -13, -15.189]],
  [15, [-3.989, -6.768, -8.286, -10.064, -11.31, -12.521, -13.941, -14.993, -17.281]],
  [20, [-4.843, -8.264, -10.11, -12.27, -13.792, -15.199, -16.937, -18.151, -21.095]],
  [30, [-6.444, -11.044, -13.529, -16.5, -18.515, -20.411, -22.793, -24.446, -27.496]],
  [40, [-7.892, -13.619, -16.757, -20.443, -22.944, -25.243, -28.049, -30.163, -34.682]],
];

/** More bids than this have no reference: compare with the market cell or not at all. */
export const REFERENCE_MAX = 40;

/** RDNOR of at least three prices; undefined when all are equal. */
export function rdnor(prices: readonly number[]): number | undefined {
  const sorted = prices.toSorted((left, right) => left - right);
  const [first, second] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || second === undefined || last === undefined) return undefined;
  if (sorted.length < 3 || last === first) return undefined;
  return ((sorted.length - 1) * (second - first)) / (last - first);
}

/** P(RDNOR > c) for n uniform spacings; n ≥ 3, 0 ≤ c ≤ n−1. */
export function exactTail(c: number, n: number): number {
  return Math.max(0, 1 - c / (n - 1)) ** (n - 2);
}

/** The table's row for n, or the next larger n: tails grow with n, so this errs towards silence. */
function referenceRow(n: number): readonly number[] | undefined {
  return REFERENCE.find(([size]) => size >= n)?.[1];
}

/**
 * Share of half-normal lots of n bids whose exact tail is at most this one; between the columns
 * log-linear, beyond the last with its slope. Undefined above REFERENCE_MAX bids.
 */
export function referenceTail(exact: number, n: number): number | undefined {
  const row = referenceRow(n);
  if (row === undefined) return undefined;
  const at = Math.log(Math.max(exact, 1e-300));
  let [nearX, nearY] = [0, 0];
  let slope = 1;
  for (const [index, x] of row.entries()) {
    const y = Math.log(TAILS[index] ?? 1);
    slope = (y - nearY) / (x - nearX);
    if (at >= x) break;
    [nearX, nearY] = [x, y];
  }
  return Math.min(1, Math.exp(nearY + slope * (at - nearX)));
}

/** Tail under honest bidding without a market to compare with: exact null and reference law, the larger. */
export function honestTail(exact: number, n: number): number | undefined {
  const reference = referenceTail(exact, n);
  return reference === undefined ? undefined : Math.max(exact, reference);
}
