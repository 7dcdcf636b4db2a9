/**
 * RDNOR = (n−1)(b₂−b₁)/(bₙ−b₁): distance of the lowest bid to the next, in mean spacings (Huber,
 * Imhof, Ishii 2022). Exact null of uniform spacings: P(RDNOR > c) = (1 − c/(n−1))^(n−2), n ≥ 3
 * (indicators.md B.5).
 *
 * Honest bids are not uniform: normal bids pass the exact 2 % point in 2 % of lots of 5 but 7 % of
 * lots of 10 (measured), and bids crowded under a ceiling price more often. The tail in use is
 * therefore the larger of the exact one and that of a reference law (rdnor-laws.ts).
 */

import { REFERENCE, type ReferenceLaw, TAILS } from "./rdnor-laws.ts";

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

/** Whose tail: n bids under a reference law. */
export interface Reference {
  readonly n: number;
  readonly law: ReferenceLaw;
}

/**
 * Share of lots of the reference law whose exact tail is at most this one; between the columns
 * log-linear, beyond the last with its slope; an n between two rows takes the larger one, whose tail
 * is larger. Undefined above 40 bids: compare with the market cell or not at all.
 */
export function referenceTail(exact: number, { n, law }: Reference): number | undefined {
  const row = REFERENCE[law].find(([size]) => size >= n)?.[1];
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
export function honestTail(exact: number, reference: Reference): number | undefined {
  const tail = referenceTail(exact, reference);
  return tail === undefined ? undefined : Math.max(exact, tail);
}

/**
 * Does the ceiling shape the bids? Yes when the highest bid is within two mean spacings of it; then
 * honest bids crowd, and the lowest stands apart more often.
 */
export function lawUnder(prices: readonly number[], ceiling: number | undefined): ReferenceLaw {
  if (ceiling === undefined) return "normal";
  const highest = Math.max(...prices);
  const spacing = (highest - Math.min(...prices)) / (prices.length - 1);
  return ceiling - highest <= 2 * spacing ? "ceiling" : "normal";
}
