import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isBroken, mergeTroubles, stateCoverage } from "./statement.ts";

const BEGIN = Date.parse("2026-03-02T01:30:00.000Z");
const at = (seconds: number): string => new Date(BEGIN + seconds * 1000).toISOString();
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });
const HOUR = span(0, 3600);

describe("what a recording holds of an hour", () => {
  test("all of it, over the joints of segments", () => {
    const spans = [span(-5, 1200), span(1200.1, 2400), span(2400, 3700)];
    expect(stateCoverage(HOUR, spans, [])).toEqual({
      ...HOUR,
      seconds: 3600,
      recorded: 3600,
      share: 1,
      gaps: [],
    });
  });

  test("a gap that was told twice counts once, with its cause; what nobody told is unreported", () => {
    const told = [
      { what: "gap cameraLost", from: at(600) },
      { what: "gap cameraLost", from: at(600), to: at(640) },
    ];
    const spans = [span(0, 600), span(640, 3000), span(3002, 3600)];
    const statement = stateCoverage(HOUR, spans, told);
    expect(statement.gaps).toEqual([
      { ...span(600, 640), why: "cameraLost" },
      { ...span(3000, 3002), why: "unreported" },
    ]);
    expect(statement.recorded).toBe(3558);
    expect(isBroken(statement)).toBe(true);
  });

  test("29 seconds are not broken, 30 are; 18 seconds of an hour are the limit", () => {
    const missing = (seconds: number, length: number) =>
      isBroken(stateCoverage(span(0, length), [span(0, 100), span(100 + seconds, length)], []));
    expect([missing(29, 36_000), missing(30, 36_000)]).toEqual([false, true]);
    expect([missing(18, 3600), missing(19, 3600)]).toEqual([false, true]);
  });

  test("a gap that is not over lasts to the end", () => {
    const statement = stateCoverage(
      HOUR,
      [span(0, 3000)],
      [{ what: "gap noPicture", from: at(3000) }],
    );
    expect(statement.gaps).toEqual([{ ...span(3000, 3600), why: "noPicture" }]);
  });

  test("recorded and missing always make up the interval", () => {
    const some = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 3600 }), fc.integer({ min: 1, max: 900 })),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(some, (given) => {
        const spans = given.map(([from, length]) => span(from, from + length));
        const { recorded, gaps } = stateCoverage(HOUR, spans, []);
        const missing = gaps.reduce(
          (sum, { from, to }) => sum + Date.parse(to) - Date.parse(from),
          0,
        );
        expect(recorded + missing / 1000).toBeCloseTo(3600, 6);
      }),
    );
  });
});

test("the end of a trouble holds, whichever fact comes first", () => {
  const open = { what: "black", from: at(0) };
  const over = { what: "black", from: at(0), to: at(9) };
  expect(mergeTroubles([open, over])).toEqual([over]);
  expect(mergeTroubles([over, open])).toEqual([over]);
});
