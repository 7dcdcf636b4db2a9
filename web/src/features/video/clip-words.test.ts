import { expect, test } from "vitest";

import { faultsOfClip, localOf, spanOf } from "./clip-words.ts";

const BOOKED = { from: "2026-03-02T01:30:00.500Z", to: "2026-03-02T09:30:00.000Z" };

test("a span is written in the city's time and read back", () => {
  expect(localOf(BOOKED.from)).toBe("2026-03-02T09:30:00");
  expect(spanOf({ from: "2026-03-02T09:30:00", to: "2026-03-02T09:31" })).toEqual({
    from: "2026-03-02T01:30:00.000Z",
    to: "2026-03-02T01:31:00.000Z",
  });
  expect(spanOf({ from: "", to: "2026-03-02T09:31" })).toBeUndefined();
});

test.each([
  ["2026-03-02T09:30:00", "2026-03-02T10:00:00", undefined],
  ["2026-03-02T10:00:00", "2026-03-02T10:00:00", "spanOrder"],
  ["2026-03-02T09:30:00", "2026-03-02T13:30:01", "spanLong"],
  ["2026-03-02T09:00:00", "2026-03-02T10:00:00", "spanOutside"],
  ["", "2026-03-02T10:00:00", "spanMissing"],
])("from %s to %s: %s", (from, to, fault) => {
  expect(faultsOfClip({ from, to, reason: "核对唱标" }, BOOKED)["span"]).toBe(fault);
});

test("a reason has four characters at least", () => {
  const span = { from: "2026-03-02T09:30:00", to: "2026-03-02T10:00:00" };
  expect(faultsOfClip({ ...span, reason: " 核对 " }, BOOKED)).toEqual({ reason: "reasonShort" });
});
