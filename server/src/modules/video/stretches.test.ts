import { describe, expect, test } from "vitest";

import { joinSpans, joinStretches, secondsOf } from "./stretches.ts";

describe("stretches", () => {
  test("those that touch are one, whatever their order, and each moment counts once", () => {
    const pieces = [
      { startAt: 8000, endAt: 12_000 },
      { startAt: 0, endAt: 4000 },
      { startAt: 4100, endAt: 8000 },
      { startAt: 2000, endAt: 3000 },
      { startAt: 60_000, endAt: 64_000 },
    ];
    const joined = joinStretches(pieces);
    expect(joined).toEqual([
      { startAt: 0, endAt: 12_000 },
      { startAt: 60_000, endAt: 64_000 },
    ]);
    expect(secondsOf(joined)).toBe(16);
  });

  test("of several looks", () => {
    const at = (second: string) => `2026-11-30T01:00:${second}.000Z`;
    expect(
      joinSpans([
        { from: at("10"), to: at("20") },
        { from: at("00"), to: at("12") },
        { from: at("30"), to: at("34") },
      ]),
    ).toEqual([
      { from: at("00"), to: at("20") },
      { from: at("30"), to: at("34") },
    ]);
    expect(joinSpans([])).toEqual([]);
  });
});
