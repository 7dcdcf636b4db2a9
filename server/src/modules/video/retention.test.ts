import { expect, test } from "vitest";

import { daysFor, IDLE_DAYS } from "./retention.ts";

test("procurement files are kept fifteen years whatever the use, and nothing shorter than an idle room", () => {
  expect(daysFor("opening", "procurement")).toBeGreaterThanOrEqual(15 * 365);
  expect(daysFor("other", "procurement")).toBeGreaterThanOrEqual(15 * 365);
  expect(daysFor("other", "works")).toBe(IDLE_DAYS);
  expect(daysFor("evaluation", null)).toBeGreaterThan(daysFor("other", null));
});
