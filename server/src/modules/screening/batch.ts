/**
 * Correction for many tests over the lots of one opening day (indicators.md D.0.6). Pure. A hit that does
 * not survive it stays visible with its evidence, and does not count towards a lead.
 */
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { combine, type LotScreening } from "./engine.ts";
import { adjustedTail } from "./statistics/many-tests.ts";
import { round } from "./statistics/tail.ts";

/** Largest share of false ones among what is kept: firm-related families (D.0.6). No family is about persons yet. */
export const FALSE_SHARE = 0.1;

/** A tail probability of a lot screened before, of the same day. */
export interface KnownTail {
  readonly batch: string;
  readonly family: string;
  readonly probability: number;
}

export interface DayScreening {
  /** Shanghai day of the opening. */
  readonly batch: string;
  readonly screening: LotScreening;
}

const familyOf = ({ indicator }: IndicatorResult): string => indicator.slice(0, 3);
/** Tails under these laws are shown and carry no bits: they are no tests of the family. */
const SHOWN_ONLY = new Set(["exactUniformNull", "simulatedNormalNull"]);
const isShownOnly = ({ falseAlarm }: IndicatorResult): boolean =>
  falseAlarm !== undefined && SHOWN_ONLY.has(falseAlarm.basis);
/** One of the tests that results are corrected for. */
export const isTest = (result: IndicatorResult): boolean =>
  result.outcome !== "notComputable" && result.probability !== undefined && !isShownOnly(result);

/** Each screening with its corrected results, in input order. */
export function correctBatch(
  lots: readonly DayScreening[],
  known: readonly KnownTail[],
): LotScreening[] {
  const own = lots.flatMap(({ batch, screening }) =>
    screening.results.filter(isTest).map((result) => ({ batch, result })),
  );
  const tests = Map.groupBy(
    [
      ...known.map((tail) => ({ ...tail, result: undefined })),
      ...own.map(({ batch, result }) => ({
        batch,
        family: familyOf(result),
        probability: result.probability ?? 1,
        result,
      })),
    ],
    ({ batch, family }) => `${batch} ${family}`,
  );
  return lots.map(({ batch, screening }) => {
    const results = screening.results.map((result) => {
      const family = tests.get(`${batch} ${familyOf(result)}`) ?? [];
      const others = family.filter((test) => test.result !== result);
      return correct(
        result,
        batch,
        others.map(({ probability }) => probability),
      );
    });
    return { results, ...combine(results) };
  });
}

function correct(
  result: IndicatorResult,
  batch: string,
  others: readonly number[],
): IndicatorResult {
  if (result.outcome === "notComputable") return result;
  const { probability } = result;
  if (probability === undefined)
    return { ...result, manyTests: { notComputable: "noTailProbability" } };
  if (isShownOnly(result)) return { ...result, manyTests: { notComputable: "shownOnly" } };
  const adjusted = round(adjustedTail(probability, others));
  const tests = others.length + 1;
  return {
    ...result,
    manyTests: { batch, family: familyOf(result), tests, adjusted, limit: FALSE_SHARE },
  };
}
