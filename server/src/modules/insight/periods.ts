/** Which periods are closed, and along which dimensions the next one is cut. */
import {
  type Dimension,
  type Measure,
  MEASURE_DIMENSIONS,
} from "../../../../contract/src/insight.ts";
import type { PublishedPeriod } from "./suppression.ts";

/** Days after the end of a period in which late records still count. */
const SETTLING_DAYS = 10;
/** Years that the first run looks back. */
const YEARS = 3;
const DAY_MS = 86_400_000;
/** China keeps UTC+8 all year. */
const SHANGHAI_MS = 8 * 3_600_000;

/** Months in a period: leads are few, processes are many. */
const MONTHS: Readonly<Record<Measure, number>> = { leads: 3, processes: 1 };

const nameOf = (measure: Measure, year: number, index: number): string =>
  measure === "leads" ? `${year}-Q${index + 1}` : `${year}-${String(index + 1).padStart(2, "0")}`;

/** Periods that are over for long enough at an instant, oldest first. */
export function overPeriods(measure: Measure, now: Date): string[] {
  const settled = new Date(now.getTime() + SHANGHAI_MS - SETTLING_DAYS * DAY_MS);
  const months = settled.getUTCFullYear() * 12 + settled.getUTCMonth();
  const length = MONTHS[measure];
  const perYear = 12 / length;
  const current = Math.floor(months / length);
  return Array.from({ length: YEARS * perYear }, (_, back) => current - YEARS * perYear + back).map(
    (period) => nameOf(measure, Math.floor(period / perYear), period % perYear),
  );
}

/** Published rows of an average period from which on one more dimension is cut; with none, the period is one cell. */
const LADDER: Readonly<Record<Measure, readonly number[]>> = {
  leads: [40, 80, 200, 500, 1200, 5000],
  processes: [0, 60, 400],
};
/** Periods over which the average goes. */
const LOOK_BACK = 4;

/**
 * Dimensions of the next period. Fine cells of a small city would all be below 5; the choice looks at what was
 * published before and at nothing else, so it tells nothing new.
 *
 * @param before published periods of the measure, oldest first
 */
export function dimensionsAfter(
  measure: Measure,
  before: readonly PublishedPeriod[],
): readonly Dimension[] {
  const last = before.slice(-LOOK_BACK);
  const sum = last.flatMap(({ cells }) => cells).reduce((total, { atLeast }) => total + atLeast, 0);
  const average = last.length === 0 ? 0 : sum / last.length;
  const rungs = LADDER[measure].filter((least) => least <= average).length;
  return MEASURE_DIMENSIONS[measure].slice(0, rungs);
}
