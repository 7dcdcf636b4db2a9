import { describe, expect, test } from "vitest";

import type { InsightQuery } from "../../../../contract/src/insight.ts";
import { crossTable } from "./cross-table.ts";
import { dimensionsAfter, overPeriods } from "./periods.ts";
import type { PublishedPeriod } from "./suppression.ts";

const period = (name: string, atLeast: number): PublishedPeriod => ({
  period: name,
  closedAt: "2026-05-11T00:00:00.000Z",
  dimensions: ["regime"],
  cells: [{ values: { regime: "works" }, atLeast }],
});

test("a period is over ten days after its end, in Shanghai", () => {
  const before = new Date("2026-04-10T15:59:59.000Z");
  const after = new Date("2026-04-10T16:00:00.000Z");
  expect(overPeriods("processes", before).at(-1)).toBe("2026-02");
  expect(overPeriods("processes", after).at(-1)).toBe("2026-03");
  expect(overPeriods("leads", before).at(-1)).toBe("2025-Q4");
  expect(overPeriods("leads", after).at(-1)).toBe("2026-Q1");
  expect(overPeriods("leads", after)).toHaveLength(12);
  expect(overPeriods("processes", after)).toHaveLength(36);
  expect(overPeriods("processes", after)[0]).toBe("2023-04");
});

test("more dimensions follow from what was published before, never from the period itself", () => {
  expect(dimensionsAfter("leads", [])).toEqual([]);
  expect(dimensionsAfter("processes", [])).toEqual(["regime"]);
  expect(dimensionsAfter("processes", [period("2026-03", 55)])).toEqual(["regime"]);
  expect(dimensionsAfter("processes", [period("2026-03", 60)])).toEqual(["regime", "industry"]);
  expect(dimensionsAfter("processes", [period("2026-03", 800), period("2026-04", 0)])).toEqual([
    "regime",
    "industry",
    "place",
  ]);
});

describe("a table over periods that are cut differently", () => {
  const fine: PublishedPeriod = {
    period: "2026-04",
    closedAt: "2026-05-11T00:00:00.000Z",
    dimensions: ["regime", "industry"],
    cells: [{ values: { regime: "works", industry: "water" }, atLeast: 10 }],
  };
  const query: InsightQuery = { measure: "processes", rows: "industry", columns: "period" };
  const table = crossTable([period("2026-03", 35), fine], query);

  test("what is not broken down stands last, and totals add up", () => {
    expect(table.rowValues).toEqual(["water", "*"]);
    expect(table.rowTotals.map(({ from }) => from)).toEqual([10, 35]);
    expect(table.columnTotals.map(({ from }) => from)).toEqual([35, 10]);
    expect(table.total).toEqual({ from: 45 });
  });

  test("an upper bound is given only where one published cell stands behind the figure", () => {
    expect(table.cells).toEqual([
      [{ from: 0 }, { from: 10 }],
      [{ from: 35 }, { from: 0 }],
    ]);
    const works = crossTable([period("2026-03", 35), fine], { ...query, regime: "works" });
    expect(works.cells).toEqual([
      [{ from: 0 }, { from: 10, upTo: 14 }],
      [{ from: 35, upTo: 39 }, { from: 0 }],
    ]);
  });

  test("nor where a period is left that shows nothing but may hold rows", () => {
    const silent = { ...period("2026-03", 5), cells: [] };
    const asked: InsightQuery = { ...query, regime: "works", industry: "water" };
    expect(crossTable([silent, fine], asked).total).toEqual({ from: 10 });
    const named = { ...asked, from: "2026-04", to: "2026-04" };
    expect(crossTable([silent, fine], named).total).toEqual({ from: 10, upTo: 14 });
  });

  test("dimensions of another measure, and one dimension twice, are refused", () => {
    expect(() => crossTable([], { ...query, rows: "pace" })).toThrow("insight.bad-dimension");
    expect(() => crossTable([], { ...query, state: "routed" })).toThrow("insight.bad-dimension");
    expect(() => crossTable([], { ...query, rows: "period" })).toThrow("insight.same-dimension");
  });
});
