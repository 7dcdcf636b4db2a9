/**
 * Correction for many tests (indicators.md D.0.6): Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57,
 * 289–300. Holds the expected share of false ones among what is kept under independent or positively
 * dependent tests.
 */

/**
 * Adjusted probability of one test among all of its family and batch: min over k ≥ its rank of
 * p(k)·m/k, at most 1. `others` are the tests besides this one.
 */
export function adjustedTail(probability: number, others: readonly number[]): number {
  const ascending = [...others, probability].toSorted((left, right) => left - right);
  const tests = ascending.length;
  let adjusted = 1;
  for (let rank = tests; rank >= 1; rank -= 1) {
    const p = ascending[rank - 1] ?? 1;
    if (p < probability) break;
    adjusted = Math.min(adjusted, p * (tests / rank));
  }
  return adjusted;
}
