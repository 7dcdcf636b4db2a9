/** Points as whole millionths: sums, means and roundings that equal those on paper. */

const PLACES = 6;
export const POINT = 10 ** PLACES;

/** @throws RangeError for what is no decimal number of at most six places */
export function microsOf(points: string): number {
  const [, sign = "", whole = "", part = ""] = /^(-?)(\d{1,6})(?:\.(\d{1,6}))?$/.exec(points) ?? [];
  if (whole === "") throw new RangeError(`${points} is no number of points`);
  const value = Number(whole) * POINT + Number(part.padEnd(PLACES, "0"));
  return sign === "-" ? -value : value;
}

/** Without zeros at the end. */
export function pointsOf(micros: number): string {
  const size = Math.abs(micros);
  const whole = Math.floor(size / POINT);
  const part = String(size % POINT)
    .padStart(PLACES, "0")
    .replace(/0+$/, "");
  return `${micros < 0 ? "-" : ""}${whole}${part === "" ? "" : `.${part}`}`;
}

export const COMBINATIONS = ["mean", "trimmedMean"] as const;
export type Combination = (typeof COMBINATIONS)[number];

export interface TotalRule {
  readonly combine: Combination;
  /** Places to which the mean is rounded, half up; absent: it is not rounded. */
  readonly decimals?: number | undefined;
}

/** Fewest experts of whom the highest and the lowest can be left out. */
const FEWEST_TRIMMED = 3;

/** How many experts a combined total rests on. */
export const countOf = ({ combine }: TotalRule, experts: number): number =>
  combine === "trimmedMean" && experts >= FEWEST_TRIMMED ? experts - 2 : experts;

/** Sum of the totals that count. */
export function combinedSum({ combine }: TotalRule, totals: readonly number[]): number {
  const sum = totals.reduce((all, total) => all + total, 0);
  if (combine === "mean" || totals.length < FEWEST_TRIMMED) return sum;
  return sum - Math.max(...totals) - Math.min(...totals);
}

/** Sum → what is compared between bids: the total, times the number of experts it rests on. Exact. */
export function comparable(
  rule: TotalRule,
  {
    sum,
    experts,
    fixed,
  }: { readonly sum: number; readonly experts: number; readonly fixed: number },
): number {
  const count = countOf(rule, experts);
  if (rule.decimals === undefined) return sum + count * fixed;
  return count * (roundedMean(sum, count, rule.decimals) + fixed);
}

/** Half up, as on paper. */
function roundedMean(sum: number, count: number, decimals: number): number {
  const unit = 10 ** (PLACES - decimals);
  const doubled = BigInt(2 * sum) + BigInt(count) * BigInt(unit);
  const divisor = 2n * BigInt(count) * BigInt(unit);
  const floor = doubled >= 0n ? doubled / divisor : -((-doubled + divisor - 1n) / divisor);
  return Number(floor) * unit;
}

/** Total in millionths; a mean that is not rounded by the rule is rounded to the sixth place. */
export function totalOf(rule: TotalRule, totals: readonly number[], fixed: number): number {
  const count = countOf(rule, totals.length);
  return roundedMean(combinedSum(rule, totals), count, rule.decimals ?? PLACES) + fixed;
}

export function greatestCommon(values: Iterable<number>): number {
  let common = 0;
  for (const value of values) {
    let [left, right] = [common, Math.abs(value)];
    while (right > 0) [left, right] = [right, left % right];
    common = left;
  }
  return common;
}
