import { describe, expect, test } from "vitest";

import { CLOCKS } from "../../../../clocks/src/clock-table.ts";
import { CITY_LIMITS, checkProfile } from "./profile.ts";

const TODAY = "2026-06-01";
const limits = { ...CITY_LIMITS, validFrom: TODAY };

test("the city's limits are those of the clocks", () => {
  const lengthOf = (id: string) => CLOCKS.find((clock) => clock.id === id)?.length;
  expect(CITY_LIMITS.complaintDays).toBe(lengthOf("local.complaint"));
  expect(CITY_LIMITS.challengeDays).toBe(lengthOf("local.challenge"));
});

describe("a unit's own limits", () => {
  test("may be the city's, or shorter, from today or later", () => {
    expect(() => checkProfile(limits, TODAY)).not.toThrow();
    const short = { takeHours: 4, validFrom: "2026-07-01" };
    expect(() => checkProfile(short, TODAY)).not.toThrow();
  });

  test.each(["takeHours", "complaintDays", "challengeDays"] as const)(
    "%s one longer than the city's is refused, and the field named",
    (field) => {
      const longer = { ...limits, [field]: CITY_LIMITS[field] + 1 };
      expect(() => checkProfile(longer, TODAY)).toThrow(
        expect.objectContaining({
          code: "voices.profile-too-long",
          params: { field, most: CITY_LIMITS[field] },
        }),
      );
    },
  );

  test("from yesterday is refused", () =>
    expect(() => checkProfile({ ...limits, validFrom: "2026-05-31" }, TODAY)).toThrow(
      expect.objectContaining({
        code: "voices.bad-day",
        params: { field: "validFrom", from: TODAY, to: "" },
      }),
    ));
});
