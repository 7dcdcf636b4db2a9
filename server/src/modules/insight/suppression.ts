/**
 * What of a period may be published (docs/decisions/0012). The rows of a period are cut into cells once, along fixed
 * dimensions; a cell is published as its count rounded down to 5, and not at all below 5. Everything that anybody is
 * ever shown is computed from these numbers alone. So whatever is asked, added or subtracted, and whatever else the
 * asker knows about other cells: of each cell it stays open which of five counts in a row it has.
 */
import { type Dimension, LEAST_COUNT } from "../../../../contract/src/insight.ts";

export type Values = Readonly<Partial<Record<Dimension, string>>>;

/** So many rows have these values. */
export interface CountedRows {
  readonly values: Values;
  readonly count: number;
}

export interface PublishedCell {
  readonly values: Values;
  readonly atLeast: number;
}

export interface PublishedPeriod {
  readonly period: string;
  readonly closedAt: string;
  /** The cells are cut along these. */
  readonly dimensions: readonly Dimension[];
  readonly cells: readonly PublishedCell[];
}

/** How a count becomes a published one. Tests put others here, to see that they would notice. */
export type Rounding = (count: number) => number;

export const roundDown: Rounding = (count) => Math.floor(count / LEAST_COUNT) * LEAST_COUNT;

/** The published cells of a period, in the order of their values. */
export function publishCells(
  rows: readonly CountedRows[],
  dimensions: readonly Dimension[],
  rounding: Rounding = roundDown,
): PublishedCell[] {
  const counts = new Map<string, { readonly values: Values; count: number }>();
  for (const { values, count } of rows) {
    const kept = Object.fromEntries(
      dimensions.map((dimension) => [dimension, values[dimension] ?? ""]),
    );
    const key = JSON.stringify(kept);
    const cell = counts.get(key) ?? { values: kept, count: 0 };
    cell.count += count;
    counts.set(key, cell);
  }
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { values, count }]) => ({ values, atLeast: rounding(count) }))
    .filter(({ atLeast }) => atLeast > 0);
}
