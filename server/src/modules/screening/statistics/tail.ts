/** Tail probabilities and their weight as evidence. All pure; probabilities are in [0, 1]. */

/**
 * Bits of a p-value: log₂ of the largest Bayes factor it allows, 1 / (−e·p·ln p)
 * (Sellke, Bayarri, Berger 2001). A p-value is no likelihood ratio: −log₂ p would overstate it.
 */
export function bitsOfTail(probability: number): number {
  if (probability >= 1 / Math.E) return 0;
  const p = Math.max(probability, 1e-12);
  return Math.log2(1 / (-Math.E * p * Math.log(p)));
}

/** Bits of a shared value: −log₂ max(f, 1/N) (indicators.md D.0.9). */
export const bitsOfRarity = (rarity: number): number => Math.max(0, -Math.log2(rarity));

/**
 * Rank of a tail among the cell's own lots: (1 + #{earlier ≤ p}) / (N + 1). Under exchangeable lots
 * it is at most α with probability at most α, for every N (conformal p-value).
 */
export function rankedTail(probability: number, ascending: readonly number[]): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= probability) low = middle + 1;
    else high = middle;
  }
  return (1 + low) / (ascending.length + 1);
}

/** P(at least `wins` successes) of independent trials with chance 1/n each (Poisson binomial). */
export function winsTail(bidderCounts: readonly number[], wins: number): number {
  let law = [1];
  for (const count of bidderCounts) {
    const chance = count > 0 ? Math.min(1, 1 / count) : 1;
    const next = Array.from({ length: law.length + 1 }, () => 0);
    law.forEach((mass, k) => {
      next[k] = (next[k] ?? 0) + mass * (1 - chance);
      next[k + 1] = (next[k + 1] ?? 0) + mass * chance;
    });
    law = next;
  }
  const tail = law.slice(Math.max(0, wins)).reduce((sum, mass) => sum + mass, 0);
  return Math.min(1, tail);
}

/** Six significant digits: facts are hashed, and the last bit of Math.log2 is the platform's own. */
export const round = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(6)));
