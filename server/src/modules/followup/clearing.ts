/** What a supplied fact changes: the hits that name it no longer count. The recorded screening stays. Pure. */
import type { ClearingEffect } from "../../../../contract/src/followup.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { combine } from "../screening/index.ts";

const isHit = ({ outcome }: IndicatorResult): boolean => outcome === "hit";

/** Codes that hits name as clearing them, each once, in their order. */
export const clearingCodes = (results: readonly IndicatorResult[]): readonly string[] => [
  ...new Set(results.filter(isHit).flatMap(({ clearing }) => clearing)),
];

/** Counts again without the hits that one of the supplied codes clears. */
export function clearingEffect(
  results: readonly IndicatorResult[],
  supplied: readonly string[],
): ClearingEffect {
  const given = new Set(supplied);
  const isCleared = (result: IndicatorResult): boolean =>
    isHit(result) && result.clearing.some((code) => given.has(code));
  const before = combine(results);
  const after = combine(results.filter((result) => !isCleared(result)));
  return {
    bits: before.bits,
    bitsAfter: after.bits,
    isLeadAfter: after.isLead,
    ...(after.level === undefined ? {} : { levelAfter: after.level }),
    cleared: results.filter(isCleared).map(({ indicator }) => indicator),
  };
}
