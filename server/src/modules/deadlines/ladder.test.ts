/** Rungs of the ladder in time, and whom each tells. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { publishedCalendar } from "../../../../clocks/src/index.ts";
import { dayAfter, startOfDay } from "../../kernel/plain-date.ts";
import { type RunningClock, stepsOf } from "./ladder.ts";

const clock = (changes: Partial<RunningClock> = {}): RunningClock => ({
  clock: "complaint.decide",
  unit: { id: "housing", name: "住建局" },
  dueOn: "2026-06-04",
  dueAt: startOfDay("2026-06-05"),
  isStatutory: true,
  binds: true,
  number: "TS-2026-0001",
  ...changes,
});
const rungs = (changes: Partial<RunningClock> = {}) =>
  stepsOf(clock(changes), publishedCalendar)
    .map(({ at, payload: { step, to } }) => `${at} ${step} ${to.join(",")}`)
    .toSorted();

describe("a statutory clock", () => {
  test("two working days before, at its end, one and five working days after it", () => {
    expect(rungs()).toEqual([
      "2026-06-01T16:00:00.000Z T-2 handler",
      "2026-06-04T16:00:00.000Z T0 handler,head,stationed,discipline",
      "2026-06-05T16:00:00.000Z T+1 head,stationed,discipline,coordinator",
      "2026-06-11T16:00:00.000Z T+5 discipline,coordinator",
    ]);
  });

  test("rest days and make-up days count as the calendar has them", () => {
    // The holiday ends on 10-07, a Wednesday; Saturday 10-10 makes up for it.
    expect(rungs({ dueOn: "2026-10-09", dueAt: startOfDay("2026-10-10") })).toEqual([
      "2026-09-29T16:00:00.000Z T-2 handler",
      "2026-10-09T16:00:00.000Z T0 handler,head,stationed,discipline",
      "2026-10-10T16:00:00.000Z T+1 head,stationed,discipline,coordinator",
      "2026-10-15T16:00:00.000Z T+5 discipline,coordinator",
    ]);
  });
});

test("a promise goes to the unit's discipline group at once, to the inspectors when it goes on", () => {
  const told = stepsOf(clock({ isStatutory: false }), publishedCalendar);
  const audiences = Object.fromEntries(told.map(({ payload: { step, to } }) => [step, to]));
  expect(audiences["T0"]).toEqual(["handler", "head", "stationed"]);
  expect(audiences["T+5"]).toContain("discipline");
});

test("a step inside the office tells nobody outside it", () => {
  const told = stepsOf(clock({ binds: false }), publishedCalendar).flatMap(
    ({ payload }) => payload.to,
  );
  expect(new Set(told)).toEqual(new Set(["handler", "head"]));
});

test("a clock of three days that begins now reminds nobody of yesterday", () => {
  const told = (startsAt: string) =>
    stepsOf(clock({ startsAt }), publishedCalendar).map(({ payload }) => payload.step);
  expect(told("2026-06-01T16:00:00.000Z")).toContain("T-2");
  expect(told("2026-06-01T16:00:00.001Z")).toEqual(["T0", "T+1", "T+5"]);
});

test("no date, no rung; a rung beyond the published years is not guessed", () => {
  expect(rungs({ dueOn: undefined, dueAt: undefined })).toEqual([]);
  const late = stepsOf(
    clock({ dueOn: "2026-12-31", dueAt: startOfDay("2027-01-01") }),
    publishedCalendar,
  ).map(({ payload }) => payload.step);
  expect(late.toSorted()).toEqual(["T-2", "T0"]);
});

test("whatever the day, rungs before the end lie before it and the others not", () => {
  const days = fc.integer({ min: 0, max: 4000 }).map((n) => dayAfter("2015-06-01", n));
  fc.assert(
    fc.property(days, (day) => {
      const end = startOfDay(dayAfter(day));
      for (const { at, payload } of stepsOf(clock({ dueOn: day, dueAt: end }), publishedCalendar)) {
        if (payload.step === "T-2") expect(at < end).toBe(true);
        else if (payload.step === "T0") expect(at).toBe(end);
        else expect(at > end).toBe(true);
      }
    }),
  );
});
