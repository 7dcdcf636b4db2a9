import { describe, expect, test } from "vitest";

import { correctableUntil } from "./correction.ts";

const AT = "2026-06-01T08:00:00.000Z";
const own = { account: "housing-1", isPublished: false };
const step = { kind: "casework.step-recorded", at: AT, account: "housing-1" };

describe("an own act may be corrected", () => {
  test("for ten minutes: steps and decisions", () => {
    expect(correctableUntil(step, own)).toBe("2026-06-01T08:10:00.000Z");
    expect(correctableUntil({ ...step, kind: "casework.lead-decided" }, own)).toBe(
      "2026-06-01T08:10:00.000Z",
    );
  });

  test.each([
    "casework.lead-received",
    "casework.lead-returned",
    "casework.lead-urged",
    "casework.lead-routed",
    "casework.decision-released",
    "casework.act-corrected",
  ])("but never %s", (kind) => {
    expect(correctableUntil({ ...step, kind }, own)).toBeUndefined();
  });

  test("not by a colleague, and not once the decision is published", () => {
    expect(correctableUntil(step, { ...own, account: "housing-2" })).toBeUndefined();
    expect(correctableUntil({ ...step, account: undefined }, own)).toBeUndefined();
    expect(correctableUntil(step, { ...own, isPublished: true })).toBeUndefined();
  });
});
