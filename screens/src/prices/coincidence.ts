/** How often honest totals are equal: it depends on how people round, and on how many bid (PRC-10; indicators.md D.0.9). */

/** Honest bids of a lot scatter by 1 % at least (D.0.1); a smaller figure would call chance rarer than it is. */
const SPREAD = 0.01;

/** Largest power of ten of minor units in the amount: 1,200,000.00 was rounded to 100,000. */
export function stepOf(minor: bigint): number {
  if (minor === 0n) return 1;
  let step = 1n;
  while (minor % (step * 10n) === 0n) step *= 10n;
  return Number(step);
}

/** Pairs of n bidders. */
export const pairsOf = (n: number): number => (n * (n - 1)) / 2;

/** Expected honest pairs of equal totals at this amount among n bids, on the grid that its rounding shows: pairs × step / (2·√π·sd). */
export function expectedEqual(minor: bigint, n: number): number {
  const spread = SPREAD * Number(minor);
  const pairs = pairsOf(n);
  return spread > 0
    ? pairs * Math.min(1, stepOf(minor) / (2 * Math.sqrt(Math.PI) * spread))
    : pairs;
}
