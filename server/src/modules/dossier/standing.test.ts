import { describe, expect, test } from "vitest";

import { openUntil, type Standing, stateOf } from "./standing.ts";

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 5, day, hour));
const standing = (changes: Partial<Standing> = {}): Standing => ({
  askedAt: at(1),
  days: 7,
  until: null,
  outcome: null,
  closedAt: null,
  requestUntil: at(4),
  ...changes,
});

describe("a retrieval that needs a second person", () => {
  test("waits, and lapses with its request", () => {
    expect(stateOf(standing(), at(3, 23))).toBe("asked");
    expect(stateOf(standing(), at(4))).toBe("expired");
    expect(openUntil(standing())).toBeUndefined();
  });

  test("is open for its days from the approval, not from the request", () => {
    const approved = standing({ outcome: "approved", closedAt: at(3) });
    expect(openUntil(approved)).toEqual(at(10));
    expect(stateOf(approved, at(9, 23))).toBe("approved");
    expect(stateOf(approved, at(10))).toBe("expired");
  });

  test.each(["rejected", "withdrawn"] as const)("%s: it was refused", (outcome) => {
    expect(stateOf(standing({ outcome, closedAt: at(2) }), at(2, 1))).toBe("refused");
  });
});

test("a retrieval of a firm is open at once, until its day", () => {
  const firm = standing({ until: at(8), requestUntil: null });
  expect(stateOf(firm, at(1))).toBe("approved");
  expect(stateOf(firm, at(8))).toBe("expired");
});
