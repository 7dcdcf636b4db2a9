import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { refusalOf, stateOf } from "./decide.ts";

const NOW = new Date("2026-06-01T08:00:00Z");
const later = new Date(NOW.getTime() + 1);

describe("who may end a request", () => {
  test("only an approver of another unit, while it is pending", () => {
    fc.assert(
      fc.property(
        fc.record({
          outcome: fc.constantFrom(null, "approved" as const, "rejected" as const),
          isLate: fc.boolean(),
          isSelf: fc.boolean(),
          units: fc.uniqueArray(fc.constantFrom("a", "b", "c")),
          mayApprove: fc.boolean(),
        }),
        ({ outcome, isLate, isSelf, units, mayApprove }) => {
          const standing = {
            outcome,
            expiresAt: isLate ? NOW : later,
            requester: "asker",
            unit: "a",
          };
          const reader = { person: isSelf ? "asker" : "other", units, mayApprove };
          const isAllowed =
            outcome === null && !isLate && !isSelf && !units.includes("a") && mayApprove;
          expect(refusalOf(standing, reader, NOW) === undefined).toBe(isAllowed);
        },
      ),
    );
  });

  test("a request lapses at its last instant, unless it was ended before", () => {
    const standing = { outcome: null, expiresAt: NOW, requester: "a", unit: "u" };
    expect(stateOf(standing, new Date(NOW.getTime() - 1))).toBe("pending");
    expect(stateOf(standing, NOW)).toBe("expired");
    expect(stateOf({ ...standing, outcome: "rejected" }, later)).toBe("rejected");
  });
});
