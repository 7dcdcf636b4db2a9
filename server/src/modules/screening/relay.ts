/** Gaps between the uploads of a lot's bidders, as the market cell keeps them for DEV-09 (indicators.md D.1). Pure. */

/** Seconds up to which pairs are counted; the last is the longest gap that DEV-09 looks at. */
export const RELAY_SECONDS = [5, 10, 20, 30, 60, 120, 180, 300, 450, 600] as const;
export const RELAY_LONGEST = 600;
/** Of a larger lot the first so many bidders by key: its pairs would outweigh all others of the cell. */
export const RELAY_BIDDERS = 200;

/** Where the cell is too small: the latest so many lots by the same method. */
export const WIDE_MAX = 300;

/**
 * Share of pairs of a cell whose uploads lie at most `seconds` apart, (1 + within) / (1 + all). `gaps`: counts within
 * RELAY_SECONDS, then of all pairs. A gap between two limits takes the larger one, so that the share is never too small.
 */
export function relayShare(gaps: readonly number[], seconds: number): number {
  const place = RELAY_SECONDS.findIndex((limit) => seconds <= limit);
  const all = gaps.at(-1) ?? 0;
  if (place === -1) return 1;
  return (1 + (gaps[place] ?? 0)) / (1 + all);
}
