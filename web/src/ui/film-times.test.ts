import { describe, expect, test } from "vitest";

import { type FilmPart, instantAt, secondsAt } from "./film-times.ts";

const TEN = Date.parse("2026-06-01T02:00:00Z");
/** Two segments, then a minute that is missing, then a third. */
const PARTS: readonly FilmPart[] = [
  { start: 0, duration: 4, programDateTime: TEN },
  { start: 4, duration: 4, programDateTime: TEN + 4000 },
  { start: 8, duration: 4, programDateTime: TEN + 68_000 },
];

describe("a film of what was recorded", () => {
  test.each([
    [0, 0],
    [5.5, 5500],
    [8, 68_000],
    [7.999, 68_000],
    [11, 71_000],
    [99, 72_000],
  ])("shows at second %d what was %d ms after the beginning", (seconds, after) => {
    expect(instantAt(PARTS, seconds)).toBe(TEN + after);
  });

  test.each([
    [0, 0],
    [5500, 5.5],
    [30_000, 8],
    [70_000, 10],
    [-5000, 0],
  ])("finds what was %d ms after the beginning at second %d", (after, seconds) => {
    expect(secondsAt(PARTS, TEN + after)).toBe(seconds);
  });

  test("knows nothing behind its end, nor without segments", () => {
    expect(secondsAt(PARTS, TEN + 80_000)).toBeUndefined();
    expect(instantAt([], 3)).toBeUndefined();
  });
});
