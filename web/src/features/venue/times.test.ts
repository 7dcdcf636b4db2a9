import { describe, expect, test } from "vitest";

import {
  clock,
  gapsOf,
  hourOf,
  hoursOf,
  instantOf,
  localOf,
  localOfInstant,
  pointedAt,
  shownHours,
} from "./times.ts";

const DAY = "2026-03-02";

test("hours are those of the city, whatever the browser's zone", () => {
  expect(hourOf(DAY, "2026-03-02T01:30:00.000Z")).toBe(9.5);
  expect(localOf(DAY, 9.5)).toBe("2026-03-02T09:30");
  expect(localOf(DAY, 24)).toBe("2026-03-03T00:00");
  expect(localOfInstant("2026-03-02T01:30:00.000Z")).toBe("2026-03-02T09:30");
  expect(Date.parse(instantOf("2026-03-02T09:30"))).toBe(Date.parse("2026-03-02T01:30:00Z"));
  expect(clock(9.75)).toBe("09:45");
  expect(clock(20.999)).toBe("21:00");
});

test("what began yesterday or ends tomorrow is cut at midnight", () => {
  const night = { from: "2026-03-01T14:00:00Z", to: "2026-03-02T17:00:00Z" };
  expect(hoursOf(DAY, night)).toEqual({ from: 0, to: 24 });
});

test("the picture shows the hours of the house, and more when something stands outside of them", () => {
  expect(shownHours([])).toEqual({ from: 8, to: 18 });
  expect(
    shownHours([
      { from: 6.5, to: 9 },
      { from: 17, to: 20.25 },
    ]),
  ).toEqual({ from: 6, to: 21 });
});

describe("free times", () => {
  const house = { from: 8, to: 18 };
  test.each([
    ["the whole day", [], 0, [{ from: 8, to: 18 }]],
    [
      "between two bookings",
      [
        { from: 13, to: 15 },
        { from: 8, to: 10 },
      ],
      0,
      [
        { from: 10, to: 13 },
        { from: 15, to: 18 },
      ],
    ],
    ["only from now on, on the quarter", [{ from: 8, to: 9 }], 11.1, [{ from: 11.25, to: 18 }]],
    ["none on a day that is over", [], 30, []],
    [
      "ten minutes are none",
      [
        { from: 8, to: 12 },
        { from: 12.1, to: 18 },
      ],
      0,
      [],
    ],
    [
      "within what is held twice",
      [
        { from: 8, to: 12 },
        { from: 9, to: 10 },
      ],
      0,
      [{ from: 12, to: 18 }],
    ],
  ])("%s", (_name, held, since, expected) => {
    expect(gapsOf(held, house, since)).toEqual(expected);
  });

  test("pointing into one begins on the half hour, never outside of it", () => {
    const gap = { from: 9.25, to: 12 };
    expect(pointedAt(gap, 0)).toBe(9.25);
    expect(pointedAt(gap, 0.5)).toBe(10.5);
    expect(pointedAt(gap, 1)).toBe(11.75);
  });
});
