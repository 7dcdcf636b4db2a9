/**
 * Prices in arithmetic or geometric progression (条例 40(四) 规律性差异; PRC-11). The deviation is that of the gaps, for the
 * geometric case of the gaps of logarithms, never of raw ratios: those are nearly equal in every close lot.
 */

export interface Regularity {
  /** Largest relative deviation of the gaps from their mean. */
  readonly arithmetic: number | null;
  /** The same for logarithms of the prices. */
  readonly geometric: number | null;
}

/** Of ascending prices; null below three, and where all are equal. */
export function regularityOf(prices: Float64Array): Regularity {
  return {
    arithmetic: deviationOfGaps(prices),
    geometric: (prices[0] ?? 0) > 0 ? deviationOfGaps(prices.map(Math.log)) : null,
  };
}

function deviationOfGaps(values: Float64Array): number | null {
  const gaps = values.length - 1;
  const spread = (values[gaps] as number) - (values[0] as number);
  if (gaps < 2 || !(spread > 0)) return null;
  const mean = spread / gaps;
  let deviation = 0;
  for (let gap = 0; gap < gaps; gap += 1) {
    const size = (values[gap + 1] as number) - (values[gap] as number);
    deviation = Math.max(deviation, Math.abs(size / mean - 1));
  }
  return deviation;
}

/**
 * Share of honest lots of n bids whose gaps deviate at most so much, exact for uniform spacings. With m = n−1 gaps and
 * ε ≤ 1 it is the volume (m−1)!·(2ε/m)^(m−1)·P(|U₁+…+U₍ₘ₋₁₎| ≤ 1), U uniform on (−1, 1); above 1 only the largest gap binds,
 * whose law is Fisher's (1929).
 */
export function regularityTail(deviation: number, n: number): number {
  const gaps = n - 1;
  if (deviation > 1) return largestGapLaw((1 + deviation) / gaps, gaps);
  let volume = withinOne(gaps - 1);
  for (let factor = 1; factor < gaps; factor += 1) volume *= (factor * 2 * deviation) / gaps;
  return Math.min(1, volume);
}

/** P(largest of m uniform spacings ≤ x) = Σ (−1)ʲ·C(m, j)·(1 − jx)₊^(m−1). */
function largestGapLaw(x: number, m: number): number {
  let sum = 0;
  let binomial = 1;
  for (let j = 0; j <= m && j * x < 1; j += 1) {
    sum += (j % 2 === 0 ? 1 : -1) * binomial * (1 - j * x) ** (m - 1);
    binomial = (binomial * (m - j)) / (j + 1);
  }
  return Math.min(1, Math.max(0, sum));
}

/** Above this many terms the alternating sum loses its digits; the normal law is then right to 1 in 1,000. */
const EXACT_TERMS = 18;

/** P(|sum of `terms` uniform numbers on (−1, 1)| ≤ 1), from the law of Irwin and Hall. */
function withinOne(terms: number): number {
  if (terms > EXACT_TERMS) return Math.sqrt(6 / (Math.PI * terms)) * (1 - 1 / (2 * terms));
  return irwinHall((terms + 1) / 2, terms) - irwinHall((terms - 1) / 2, terms);
}

/** P(sum of `terms` uniform numbers on (0, 1) ≤ x). */
function irwinHall(x: number, terms: number): number {
  let sum = 0;
  let binomial = 1;
  for (let k = 0; k <= x; k += 1) {
    sum += (k % 2 === 0 ? 1 : -1) * binomial * (x - k) ** terms;
    binomial = (binomial * (terms - k)) / (k + 1);
  }
  let factorial = 1;
  for (let factor = 2; factor <= terms; factor += 1) factorial *= factor;
  return sum / factorial;
}
