import { describe, expect, test } from "vitest";

import { CalendarNotPublished, createCalendar } from "./calendar.ts";
import { isDay, parseDay } from "./day.ts";
import { publishedCalendar, publishedYears } from "./published.ts";

const addWorkingDays = (start: string, n: number) => publishedCalendar.addWorkingDays(start, n);
const isWorkingDay = (day: string) => publishedCalendar.isWorkingDay(day);
const kindOf = (day: string) => publishedCalendar.kindOf(day);

describe("days", () => {
  test.each([
    ["2026-03-02", "2026-03-02"],
    ["2026-03-02T23:59:59+08:00", "2026-03-02"],
    ["2026-03-02T16:00:00Z", "2026-03-03"],
    ["2026-03-02T15:59:59.999Z", "2026-03-02"],
    ["2026-03-02T09:00", "2026-03-02"],
    ["2026-12-31T20:00:00-05:00", "2027-01-01"],
    ["2026-02-30", undefined],
    ["2026-03-02T25:00:00Z", undefined],
    ["yesterday", undefined],
  ])("%s is %s in Asia/Shanghai", (text, day) => {
    expect(parseDay(text)).toBe(day);
  });

  test("a day that does not exist is none", () => {
    expect([isDay("2024-02-29"), isDay("2025-02-29"), isDay("2026-13-01")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("the published calendar", () => {
  test("holds 2007 to 2026, each with its notice", () => {
    expect(publishedYears.map(({ year }) => year)).toEqual(
      Array.from({ length: 20 }, (_, n) => 2007 + n),
    );
    expect(publishedYears.filter(({ notices }) => notices.length === 0)).toEqual([]);
  });

  test("names rest days, days off and make-up days", () => {
    expect(kindOf("2026-10-10")).toEqual({ kind: "makeUpDay" });
    expect(kindOf("2026-10-11")).toEqual({ kind: "weekend" });
    expect(kindOf("2026-10-01")).toEqual({ kind: "holiday", name: "国庆节" });
    expect(kindOf("2026-10-12")).toEqual({ kind: "workingDay" });
  });

  test("a notice settles days of the December before it", () => {
    expect([isWorkingDay("2018-12-29"), isWorkingDay("2018-12-31")]).toEqual([true, false]);
  });

  test("the start is not counted, make-up days are (民法典201, notice of 2026)", () => {
    expect(addWorkingDays("2026-09-24", 7)).toBe("2026-10-12");
    expect(addWorkingDays("2026-05-08", 1)).toBe("2026-05-09");
    expect(addWorkingDays("2026-03-07", 1)).toBe("2026-03-09");
  });

  test("a year without a notice is refused, never guessed (T57)", () => {
    expect(addWorkingDays("2026-12-25", 4)).toBe("2026-12-31");
    expect(() => addWorkingDays("2026-12-25", 5)).toThrow(CalendarNotPublished);
    expect(() => kindOf("2027-01-04")).toThrow("2027");
    expect(() => kindOf("2006-12-29")).toThrow("2006");
  });

  test.each([0, -1, 1.5])("%d working days are refused", (n) => {
    expect(() => addWorkingDays("2026-03-02", n)).toThrow(RangeError);
  });

  test("the n-th is always a working day behind the n-1-th, over all years", () => {
    for (const { year } of publishedYears) {
      const start = `${year}-01-05`;
      let before = start;
      for (let n = 1; n <= 200; n += 1) {
        const due = addWorkingDays(start, n);
        expect(isWorkingDay(due)).toBe(true);
        expect(due > before).toBe(true);
        before = due;
      }
    }
  });

  test("of two notices that name a day the later one holds", () => {
    const calendar = createCalendar([
      { year: 2031, notices: [], off: { "2031-12-31": "元旦" }, makeUp: [] },
      { year: 2032, notices: [], off: {}, makeUp: ["2031-12-31"] },
    ]);
    expect(calendar.isWorkingDay("2031-12-31")).toBe(true);
  });
});
