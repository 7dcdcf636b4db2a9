import { expect, test } from "vitest";

import { daysOf, filterOf, quarterOf, quartersUntil, queryOf } from "./period.ts";

test.each([
  ["2026Q1", "2026-01-01", "2026-03-31"],
  ["2026Q2", "2026-04-01", "2026-06-30"],
  ["2026Q3", "2026-07-01", "2026-09-30"],
  ["2026Q4", "2026-10-01", "2026-12-31"],
  ["2025", "2025-01-01", "2025-12-31"],
])("%s is from %s to %s", (period, from, to) => expect(daysOf(period)).toEqual({ from, to }));

test("everything has no days", () => expect(daysOf("all")).toEqual({}));

test("quarters go back over the turn of the year", () => {
  expect(quarterOf("2026-10-01")).toBe("2026Q4");
  expect(quartersUntil("2026-02-14").slice(0, 3)).toEqual(["2026Q1", "2025Q4", "2025Q3"]);
});

test("what the address cannot mean is left out", () => {
  const params = new URLSearchParams("period=2026Q9&kind=plea&regime=works&unit=<b>");
  const filter = filterOf(params, "2026-11-28");
  expect(filter).toEqual({ period: "2026", kind: "", regime: "works", unit: "" });
  expect(queryOf(filter)).toEqual({ from: "2026-01-01", to: "2026-12-31", regime: "works" });
});
