import { expect, test } from "vitest";

import { delayAt } from "./fleet.ts";

test("a delay is read from the counts as the upper end of its millisecond", () => {
  expect(delayAt(0.5, [10, 0, 0, 10])).toBe(1);
  expect(delayAt(0.51, [10, 0, 0, 10])).toBe(4);
  expect(delayAt(0.95, [0, 95, 5])).toBe(2);
  expect(() => delayAt(0.5, [0, 0])).toThrow("nothing was delivered");
});
