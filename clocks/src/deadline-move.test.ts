import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dayOf, numberOf } from "./day.ts";
import { moveOfDeadline } from "./deadline-move.ts";

describe("条例21", () => {
  test.each([
    ["documents", "2026-06-01", "2026-06-15", "2026-06-16"],
    ["documents", "2026-06-01", "2026-06-16", undefined],
    ["documents", "2026-12-20", "2027-01-03", "2027-01-04"],
    ["documents", "2026-06-01", "2026-06-01", "2026-06-16"],
    ["prequalification", "2026-06-01", "2026-06-03", "2026-06-04"],
    ["prequalification", "2026-06-01", "2026-06-04", undefined],
    ["result", "2026-06-01", "2026-06-03", undefined],
    ["other", "2026-06-01", "2026-06-03", undefined],
    // The bids were opened: nothing is left to move.
    ["documents", "2026-06-01", "2026-05-31", undefined],
  ] as const)("%s changed on %s, bids until %s: %s", (matter, on, deadlineOn, earliest) => {
    expect(moveOfDeadline({ matter, on, deadlineOn })?.earliest).toBe(earliest);
  });

  test("no proposal comes before its own fifteen days, nor when they are kept", () => {
    const day = fc.integer({ min: 15_000, max: 22_000 });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), (on, days) => {
        const move = moveOfDeadline({
          matter: "documents",
          on: dayOf(on),
          deadlineOn: dayOf(on + days),
        });
        expect(move === undefined).toBe(days >= 15);
        if (move !== undefined) expect(numberOf(move.earliest) - on).toBe(15);
      }),
    );
  });
});
