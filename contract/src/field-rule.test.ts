import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";

import { fieldRule } from "./field-rule.ts";
import { Instant, PlainDay } from "./values.ts";

const day = Compile(PlainDay);
const instant = Compile(Instant);

describe("a day", () => {
  test("is one of the calendar, of each year from 1900", () => {
    let checked = 0;
    for (let year = 1900; year <= 2405; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (let date = 27; date <= 32; date += 1) {
          const text = `${year}-${String(month).padStart(2, "0")}-${date}`;
          const at = new Date(Date.UTC(year, month - 1, date));
          expect([text, day.Check(text)]).toEqual([text, at.toISOString().startsWith(text)]);
          checked += 1;
        }
      }
    }
    expect(checked).toBe(506 * 12 * 6);
  });

  test.each(["0000-01-01", "0001-01-01", "1899-12-31", "2026-13-01", "2026-00-10", "2026-1-1"])(
    "%s is none",
    (text) => expect(day.Check(text)).toBe(false),
  );

  test("the end of a licence without end is one", () => expect(day.Check("9999-12-31")).toBe(true));
});

test("an instant lies on a day of the calendar", () => {
  expect(instant.Check("2024-02-29T09:30:00+08:00")).toBe(true);
  expect(instant.Check("2026-02-29T09:30:00+08:00")).toBe(false);
  expect(instant.Check("0001-01-01T00:00:00+08:00")).toBe(false);
});

test("what is asked is said with an example, not as a regular expression", () => {
  const [wrongDay] = day.Errors("2026-02-30");
  const [wrongTime] = instant.Errors("2026-02-28");
  const [noText] = day.Errors(7);
  expect([wrongDay, wrongTime, noText].map((error) => error && fieldRule(error))).toEqual([
    { rule: "day", expected: "a day of the calendar, such as 2026-03-05" },
    { rule: "instant", expected: "a time with its offset, such as 2026-03-05T09:30:00+08:00" },
    { rule: "type", expected: "must be string" },
  ]);
});
