/** What a bench reports. Pure. */

/** One measured figure. `target` says what it must reach, in the same unit. */
export interface BenchResult {
  readonly name: string;
  /** The median of `runs`. */
  readonly value: number;
  readonly unit: string;
  readonly reference: { readonly name: string; readonly value: number } | null;
  /** `value` divided by the reference of the same run, median; null without reference. */
  readonly ratio: number | null;
  readonly target: Target;
  readonly met: boolean;
  /** Every single figure, in order. */
  readonly runs: readonly number[];
  readonly median: number;
  /** Sizes and settings that a reader needs to repeat it. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface Target {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly ratioAtLeast?: number;
  readonly ratioAtMost?: number;
}

export interface Run {
  readonly value: number;
  readonly reference?: number;
}

interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly target: Target;
  readonly referenceName?: string;
  readonly detail?: BenchResult["detail"];
}

/** Middle of the sorted values; mean of the two in the middle. @throws RangeError without values */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("no run was measured");
  return (lower + upper) / 2;
}

export function isMet(
  { atLeast, atMost, ratioAtLeast, ratioAtMost }: Target,
  value: number,
  ratio: number | null,
): boolean {
  if (atLeast !== undefined && value < atLeast) return false;
  if (atMost !== undefined && value > atMost) return false;
  if (ratioAtLeast !== undefined && (ratio === null || ratio < ratioAtLeast)) return false;
  return ratioAtMost === undefined || (ratio !== null && ratio <= ratioAtMost);
}

const rounded = (value: number): number => Number(value.toPrecision(5));

/** Medians and the verdict of several runs. The ratio is taken run by run. */
export function resultOf(measured: Measured, runs: readonly Run[]): BenchResult {
  const { name, unit, target, referenceName, detail = {} } = measured;
  const value = medianOf(runs.map((run) => run.value));
  const references = runs.flatMap((run) => run.reference ?? []);
  const ratios = runs.flatMap((run) =>
    run.reference === undefined ? [] : run.value / run.reference,
  );
  const ratio = ratios.length === 0 ? null : medianOf(ratios);
  return {
    name,
    value: rounded(value),
    unit,
    reference:
      referenceName === undefined || references.length === 0
        ? null
        : { name: referenceName, value: rounded(medianOf(references)) },
    ratio: ratio === null ? null : rounded(ratio),
    target,
    met: isMet(target, value, ratio),
    runs: runs.map((run) => rounded(run.value)),
    median: rounded(value),
    detail,
  };
}

/** Median of the slopes of all pairs (Theil and Sen): one collection of garbage does not bend it. Points in the order of x. */
export const slopeOf = (points: readonly (readonly [x: number, y: number])[]): number =>
  medianOf(
    points.flatMap(([x, y], index) =>
      points.slice(index + 1).map(([laterX, laterY]) => (laterY - y) / (laterX - x)),
    ),
  );
