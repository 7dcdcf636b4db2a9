/** T20: whatever is asked, added, subtracted or known besides, no count below five can be worked out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Dimension, Figure, InsightQuery } from "../../../../contract/src/insight.ts";
import { crossTable } from "./cross-table.ts";
import {
  type CountedRows,
  publishCells,
  type PublishedPeriod,
  roundDown,
  type Rounding,
} from "./suppression.ts";

interface Filter {
  readonly industry?: string;
  readonly state?: string;
  readonly period?: string;
}
interface Counted extends CountedRows {
  readonly period: string;
}
type World = readonly Counted[];

const PERIODS = ["2026-Q1", "2026-Q2"];
const INDUSTRIES = ["housing", "transport", "water"];
const STATES = ["decided", "received", "routed"];
const CUT: readonly Dimension[] = ["industry", "state"];
const NOTHING: Rounding = (count) => count;
const HIDES_SMALL: Rounding = (count) => (count < 5 ? 0 : count);

const CELLS = PERIODS.flatMap((period) =>
  INDUSTRIES.flatMap((industry) =>
    STATES.map((state) => ({ period, values: { industry, state } })),
  ),
);
/** Mostly small counts, as in a city. */
const world: fc.Arbitrary<World> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 40 })), {
    minLength: CELLS.length,
    maxLength: CELLS.length,
  })
  .map((counts) => CELLS.map((cell, index) => ({ ...cell, count: counts[index] ?? 0 })));

const publish = (rows: World, rounding: Rounding = roundDown): PublishedPeriod[] =>
  PERIODS.map((period) => ({
    period,
    closedAt: "2026-07-11T00:00:00.000Z",
    dimensions: CUT,
    cells: publishCells(
      rows.filter((row) => row.period === period),
      CUT,
      rounding,
    ),
  }));

const either = (values: readonly string[]) => [undefined, ...values];
const FILTERS: readonly Filter[] = either(PERIODS).flatMap((period) =>
  either(INDUSTRIES).flatMap((industry) =>
    either(STATES).map((state) => ({
      ...(period === undefined ? {} : { period }),
      ...(industry === undefined ? {} : { industry }),
      ...(state === undefined ? {} : { state }),
    })),
  ),
);

const queryOf = ({ period, ...values }: Filter): InsightQuery => ({
  measure: "leads",
  rows: "industry",
  columns: "state",
  ...values,
  ...(period === undefined ? {} : { from: period, to: period }),
});
const matches = (row: Counted, { period, industry, state }: Filter): boolean =>
  (period ?? row.period) === row.period &&
  (industry ?? row.values.industry) === row.values.industry &&
  (state ?? row.values.state) === row.values.state;
const rowsOf = (rows: World, filter: Filter): readonly Counted[] =>
  rows.filter((row) => row.count > 0 && matches(row, filter));
const trueCount = (rows: World, filter: Filter): number =>
  rowsOf(rows, filter).reduce((sum, { count }) => sum + count, 0);

/** Two filters of which the second takes in exactly one row more. */
function pairsByOneRow(rows: World): (readonly [Filter, Filter])[] {
  return FILTERS.flatMap((narrow) =>
    FILTERS.filter((wide) => {
      const more = rowsOf(rows, wide).filter((row) => !matches(row, narrow));
      const isInside = rowsOf(rows, narrow).every((row) => matches(row, wide));
      return isInside && more.length === 1 && more[0]?.count === 1;
    }).map((wide) => [narrow, wide] as const),
  );
}

const PAIRS = 1000;

/** Differences that tell a count below five, over 1,000 random pairs of filters. */
function leaksOfPairs(rounding: Rounding): { pairs: number; leaks: number } {
  const found = { pairs: 0, leaks: 0 };
  for (let seed = 1; found.pairs < PAIRS; seed += 1) {
    const [rows = []] = fc.sample(world, { seed, numRuns: 1 });
    const published = publish(rows, rounding);
    for (const [narrow, wide] of pairsByOneRow(rows).slice(0, PAIRS - found.pairs)) {
      const [less, more] = [narrow, wide].map(
        (filter) => crossTable(published, queryOf(filter)).total.from,
      );
      const difference = (more ?? 0) - (less ?? 0);
      found.pairs += 1;
      if (difference > 0 && difference < 5) found.leaks += 1;
    }
  }
  return found;
}

describe("1,000 random pairs of filters that differ by one row", () => {
  test("no difference tells a count below five", () => {
    expect(leaksOfPairs(roundDown)).toEqual({ pairs: PAIRS, leaks: 0 });
  });

  test("without suppression they do, so this test would notice", () => {
    expect(leaksOfPairs(NOTHING).leaks).toBe(PAIRS);
  });
});

test("a figure is never above the truth, and no cell of one to four shows a number", () => {
  fc.assert(
    fc.property(world, fc.constantFrom(...FILTERS), (rows, filter) => {
      const view = crossTable(publish(rows), queryOf(filter));
      const holds = (figure: Figure, more: Filter) => {
        const truth = trueCount(rows, { ...filter, ...more });
        expect(figure.from).toBeLessThanOrEqual(truth);
        if (truth < 5) expect(figure.from).toBe(0);
        if (figure.upTo !== undefined) expect(figure.upTo).toBeGreaterThanOrEqual(truth);
      };
      holds(view.total, {});
      for (const [r, industry] of view.rowValues.entries()) {
        holds(view.rowTotals[r] ?? { from: 0 }, { industry });
        for (const [c, state] of view.columnValues.entries())
          holds(view.cells[r]?.[c] ?? { from: 0 }, { industry, state });
      }
    }),
    { numRuns: 1000 },
  );
});

describe("every question at once, by somebody who knows every other cell", () => {
  const small = CELLS.filter(
    ({ period, values }) =>
      period === PERIODS[0] && values.industry !== "water" && values.state !== "routed",
  );
  const MOST = 6;
  const worlds = Array.from({ length: (MOST + 1) ** small.length }, (_, n) =>
    small.map((_cell, place) => Math.floor(n / (MOST + 1) ** place) % (MOST + 1)),
  );
  const asked = FILTERS.filter(({ period }) => period === undefined);

  /** The least number of counts that stay possible for a cell below five, over all worlds. */
  function leastOpen(answers: (rows: World) => unknown): number {
    const open = new Map<string, Set<number>>();
    const keys: string[] = [];
    for (const counts of worlds) {
      const rows = small.map((cell, index) => ({ ...cell, count: counts[index] ?? 0 }));
      const told = JSON.stringify(answers(rows));
      for (const [index, count] of counts.entries()) {
        const others = counts.map((other, place) => (place === index ? "?" : other)).join();
        const key = `${others} ${told}`;
        open.set(key, (open.get(key) ?? new Set()).add(count));
        if (count < 5) keys.push(key);
      }
    }
    return Math.min(...[...new Set(keys)].map((key) => open.get(key)?.size ?? 0));
  }

  const everyTable = (rounding: Rounding) => (rows: World) => {
    const published = publish(rows, rounding);
    return asked.map((filter) => crossTable(published, queryOf(filter)));
  };

  test("five counts stay possible for each cell below five", () => {
    expect(leastOpen(everyTable(roundDown))).toBe(5);
  });

  test("the attack works where it should: hidden cells beside a true total are found exactly", () => {
    const withTotal = (rows: World) => [publishCells(rows, CUT, HIDES_SMALL), trueCount(rows, {})];
    expect(leastOpen(withTotal)).toBe(1);
  });
});

test("of a cell partly one's own, the rest is never known to be one to four", () => {
  for (let count = 0; count < 60; count += 1) {
    for (let own = 0; own <= count; own += 1) {
      const from = roundDown(count);
      const rest = [0, 1, 2, 3, 4].map((more) => from + more - own).filter((left) => left >= 0);
      if (rest.length === 1) expect(rest).toEqual([0]);
    }
  }
  // Exact counts from five on would tell it: six in all, five of them mine.
  expect(HIDES_SMALL(6) - 5).toBe(1);
});

test("a row more or less moves no figure by less than five", () => {
  fc.assert(
    fc.property(world, fc.nat(CELLS.length - 1), (rows, place) => {
      const more = rows.map((row, index) =>
        index === place ? { ...row, count: row.count + 1 } : row,
      );
      const [before, after] = [rows, more].map(
        (one) => crossTable(publish(one), queryOf({})).total.from,
      );
      expect([0, 5]).toContain((after ?? 0) - (before ?? 0));
    }),
  );
});
