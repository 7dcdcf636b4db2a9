import { describe, expect, test } from "vitest";

import { dayAndTime, dayOf, daysBetween, groupByDay } from "./dates.ts";

describe("dates", () => {
  test("an instant late in the UTC day is the next day in Shanghai", () => {
    expect(dayAndTime("2026-10-13T16:05:00Z")).toBe("2026-10-14 00:05");
  });

  test("a plain day is never shifted by the zone", () => {
    expect(dayOf("2026-10-14")).toBe("2026-10-14");
    expect(dayAndTime("2026-10-14")).toBe("2026-10-14");
  });

  test("what is not a date is shown as it came, not as Invalid Date", () => {
    expect(dayOf("next week")).toBe("next week");
  });

  test("days are counted across a month's end", () => {
    expect(daysBetween("2026-02-27", "2026-03-02")).toBe(3);
  });

  test("groups stand newest first and keep the order inside a day", () => {
    const rows = [
      { id: 1, day: "2026-01-01" },
      { id: 2, day: "2026-01-03" },
      { id: 3, day: "2026-01-01" },
    ];
    const groups = groupByDay(rows, (row) => row.day);
    expect(groups.map(([day, list]) => [day, list.map((row) => row.id)])).toEqual([
      ["2026-01-03", [2]],
      ["2026-01-01", [1, 3]],
    ]);
  });
});
