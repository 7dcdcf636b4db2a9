import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dayOf, numberOf } from "./day.ts";
import { moveOfDeadline } from "./deadline-move.ts";

describe("条例21", () => {
  test.each([
    { matter: "documents", on: "2026-06-01", deadlineOn: "2026-06-15", earliest: "2026-06-16" },
    { matter: "documents", on: "2026-06-01", deadlineOn: "2026-06-16", earliest: undefined },
    { matter: "documents", on: "2026-12-20", deadlineOn: "2027-01-03", earliest: "2027-01-04" },
    { matter: "documents", on: "2026-06-01", deadlineOn: "2026-06-01", earliest: "2026-06-16" },
    {
      matter: "prequalification",
      on: "2026-06-01",
      deadlineOn: "2026-06-03",
      earliest: "2026-06-04",
    },
    { matter: "prequalification", on: "2026-06-01", deadlineOn: "2026-06-04", earliest: undefined },
    { matter: "result", on: "2026-06-01", deadlineOn: "2026-06-03", earliest: undefined },
    { matter: "other", on: "2026-06-01", deadlineOn: "2026-06-03", earliest: undefined },
    // The bids were opened: nothing is left to move.
    { matter: "documents", on: "2026-06-01", deadlineOn: "2026-05-31", earliest: undefined },
  ] as const)(
    "$matter changed on $on, bids until $deadlineOn: $earliest",
    ({ earliest, ...change }) => {
      expect(moveOfDeadline(change)?.earliest).toBe(earliest);
    },
  );

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
