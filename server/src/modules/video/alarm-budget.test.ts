import { expect, test } from "vitest";

import { createAlarmBudget } from "./alarm-budget.ts";

const HOUR_MS = 3_600_000;

test("an hour tells so many alarms of a kind; the next one says how many were not told", () => {
  const budget = createAlarmBudget(3);
  const take = (at: number) => budget.take("unknownDevice", at);
  expect([0, 1, 2, 3, 4].map(take)).toEqual([0, 0, 0, undefined, undefined]);
  expect(take(HOUR_MS - 1)).toBeUndefined();
  expect([HOUR_MS, HOUR_MS + 1].map(take)).toEqual([3, 0]);
});

test("a flood of unknown numbers does not hide a copy", () => {
  const budget = createAlarmBudget(1);
  budget.take("unknownDevice", 0);
  expect(budget.take("unknownDevice", 1)).toBeUndefined();
  expect(budget.take("clone", 2)).toBe(0);
});
