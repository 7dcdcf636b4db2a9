/** Shares with their uncertainty, and quantiles of days. Pure. */

export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Quantile of the normal law for 95 %. */
const Z = 1.959963984540054;

/** Wilson's interval (Wilson 1927; Brown, Cai, DasGupta 2001 §3.1.1); undefined: nothing was counted. */
export function shareOf(hits: number, misses: number): Share | undefined {
  const n = hits + misses;
  if (n === 0) return undefined;
  const value = hits / n;
  const square = Z ** 2 / n;
  const middle = (value + square / 2) / (1 + square);
  const half = (Z * Math.sqrt((value * (1 - value)) / n + square / (4 * n))) / (1 + square);
  return {
    value,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: misses === 0 ? 1 : Math.min(1, middle + half),
  };
}

/** Smallest of the values that this part of them does not exceed (nearest rank); undefined: no values. */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  // Nine tenths of ten must be nine, although 0.9 × 10 may be a little more in binary.
  return sorted[Math.max(0, Math.ceil(part * sorted.length - 1e-9) - 1)];
}

/** How often each value is there, smallest first. */
export function tally(values: readonly number[]): readonly { days: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a - b).map(([days, count]) => ({ days, count }));
}
