import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dayAfter } from "../../kernel/plain-date.ts";
import { dayOfFile, deletedOn, fileNameOf, keptUntil } from "./keeping.ts";

describe("CSL-23: network logs are kept six months", () => {
  test.each([
    ["2026-01-15", "2026-07-15"],
    ["2026-07-01", "2027-01-01"],
    ["2026-12-31", "2027-06-30"],
    ["2026-08-31", "2027-02-28"],
    ["2027-08-29", "2028-02-29"],
    ["2027-08-31", "2028-02-29"],
    ["2026-09-01", "2027-03-01"],
  ])(
    "MFD-202: what is recorded on %s is kept until %s and deleted on the next day",
    (day, last) => {
      expect(keptUntil(day)).toBe(last);
      expect(deletedOn(day)).toBe(dayAfter(last));
    },
  );

  test("never before six months are over, so never as early as day 181, and at the latest on day 186", () => {
    const days = fc.integer({ min: 0, max: 4000 }).map((count) => dayAfter("2026-01-01", count));
    fc.assert(
      fc.property(days, (day) => {
        const day181 = dayAfter(day, 180);
        expect(deletedOn(day) > day181).toBe(true);
        expect(deletedOn(day) <= dayAfter(day, 185)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test("a file is named by its day; anything else is none of the log", () => {
  const name = fileNameOf("2026-06-01", "0123456789abcdef");
  expect(dayOfFile(name)).toBe("2026-06-01");
  for (const other of ["2026-06-01.sealed", `${name}.part`, "notes.txt", `x${name}`])
    expect(dayOfFile(other)).toBeUndefined();
});
