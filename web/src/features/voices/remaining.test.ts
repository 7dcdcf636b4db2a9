import { expect, test } from "vitest";

import type { ClockMark } from "../../../../contract/src/voices.ts";
import { markRemaining, remainingOf } from "./remaining.ts";

const strip = [
  { date: "2026-09-18", kind: "start" },
  { date: "2026-09-19", kind: "weekend" },
  { date: "2026-09-20", kind: "counted", n: 1, isMakeUp: true as const },
  { date: "2026-09-21", kind: "counted", n: 2 },
  { date: "2026-09-22", kind: "paused" },
  { date: "2026-09-23", kind: "counted", n: 3, isDue: true as const },
];

test("what is left is counted as the clock counts: no weekend, no pause", () => {
  const clock = { due: "2026-09-23", strip };
  expect(remainingOf(clock, "2026-09-18")).toEqual({ state: "left", count: 3 });
  expect(remainingOf(clock, "2026-09-21")).toEqual({ state: "left", count: 1 });
  expect(remainingOf(clock, "2026-09-23")).toEqual({ state: "today", count: 0 });
  expect(remainingOf(clock, "2026-09-26")).toEqual({ state: "late", count: 3 });
});

test("a year without a notice has no date and no count", () => {
  expect(remainingOf({ due: null, strip, year: 2027 }, "2026-12-20")).toEqual({
    state: "unknown",
    year: 2027,
  });
});

const mark: ClockMark = { clock: "hop.take", isStatutory: false, binds: false, isLate: false };

test("a mark by the hour is said in hours, one by the day in days", () => {
  const now = new Date("2026-06-01T02:00:00.000Z");
  const at = (dueAt: string) => markRemaining({ ...mark, dueAt }, now, "2026-06-01");
  expect(at("2026-06-01T03:30:00.000Z")).toEqual({ state: "today", unit: "hour", count: 2 });
  expect(at("2026-05-31T23:00:00.000Z")).toEqual({ state: "late", unit: "hour", count: 3 });
  expect(at("2026-05-30T01:00:00.000Z")).toEqual({ state: "late", unit: "day", count: 2 });
  expect(markRemaining({ ...mark, dueOn: "2026-06-04" }, now, "2026-06-01")).toEqual({
    state: "left",
    unit: "day",
    count: 3,
  });
  expect(markRemaining(mark, now, "2026-06-01").state).toBe("unknown");
});
