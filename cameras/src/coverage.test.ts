import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { coverageOf } from "./coverage.ts";
import type { Gap } from "./gap-watch.ts";

const interval = { from: 0, to: 100_000 };
const span = (startAt: number, endAt: number) => ({ startAt, endAt });

const spans = fc.array(
  fc
    .tuple(fc.integer({ min: -20, max: 120 }), fc.integer({ min: 0, max: 40 }))
    .map(([startAt, length]) => span(startAt, startAt + length)),
  { maxLength: 12 },
);
const gaps = fc.array(
  fc
    .tuple(fc.integer({ min: -20, max: 120 }), fc.option(fc.integer({ min: 0, max: 40 })))
    .map(([from, length]): Gap => ({
      from,
      to: length === null ? null : from + length,
      why: "noPicture",
    })),
  { maxLength: 6 },
);

describe("the coverage of an interval", () => {
  test("of segments that join is 1, without gaps", () => {
    const segments = [span(50_000, 120_000), span(-5000, 30_000), span(30_000, 50_000)];
    expect(coverageOf(interval, segments, [])).toEqual({
      seconds: 100,
      recorded: 100,
      share: 1,
      gaps: [],
    });
  });

  test("names what is missing and why", () => {
    const segments = [span(0, 40_000), span(55_000, 90_000)];
    const told: Gap[] = [
      { from: 40_000, to: 52_000, why: "cameraLost" },
      { from: 90_000, to: null, why: "storage" },
    ];
    expect(coverageOf(interval, segments, told)).toEqual({
      seconds: 100,
      recorded: 75,
      share: 0.75,
      gaps: [
        { from: 40_000, to: 52_000, why: "cameraLost" },
        { from: 52_000, to: 55_000, why: "unreported" },
        { from: 90_000, to: 100_000, why: "storage" },
      ],
    });
  });

  test("overlapping runs count once, and a gap event outweighs a segment", () => {
    const segments = [span(0, 60_000), span(50_000, 100_000)];
    const told: Gap[] = [{ from: 10_000, to: 20_000, why: "noPicture" }];
    expect(coverageOf(interval, segments, told)).toMatchObject({ recorded: 90, share: 0.9 });
  });

  test("a millisecond missing of a year is not rounded up to 1", () => {
    const year = { from: 0, to: 31_536_000_000 };
    const { share, gaps: missing } = coverageOf(year, [span(1, year.to)], []);
    expect([share, missing]).toEqual([0.9999, [{ from: 0, to: 1, why: "unreported" }]]);
  });

  test("an interval without length is refused", () => {
    expect(() => coverageOf({ from: 5, to: 5 }, [], [])).toThrow(RangeError);
  });

  test("recorded and missing time add up, in order, to the interval; each millisecond is where it belongs", () => {
    fc.assert(
      fc.property(spans, gaps, (segments, told) => {
        const found = coverageOf({ from: 0, to: 100 }, segments, told);
        const isRecorded = (at: number) =>
          segments.some(({ startAt, endAt }) => startAt <= at && at < endAt) &&
          !told.some(({ from, to }) => from <= at && at < (to ?? Infinity));
        const isMissing = (at: number) =>
          found.gaps.filter(({ from, to }) => from <= at && at < to).length;
        const instants = Array.from({ length: 100 }, (_, at) => at);
        for (const at of instants) expect(isMissing(at)).toBe(isRecorded(at) ? 0 : 1);
        expect(found.recorded * 1000).toBeCloseTo(instants.filter(isRecorded).length);
        expect(found.share < 1).toBe(found.gaps.length > 0);
        expect(found.gaps.toSorted((a, b) => a.from - b.from)).toEqual(found.gaps);
      }),
      { numRuns: 300 },
    );
  });
});
