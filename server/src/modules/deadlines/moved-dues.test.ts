import { expect, test } from "vitest";

import { movedDues } from "./moved-dues.ts";

const due = (subject: string, clock: string, dueOn: string | null) => ({ subject, clock, dueOn });

test("only what runs before and after, with another day, has moved; a day that becomes known or unknown too", () => {
  const before = [
    due("a", "same", "2026-06-01"),
    due("a", "later", "2026-06-01"),
    due("a", "gone", "2026-06-01"),
    due("b", "unknown", "2026-06-01"),
    due("c", "known", null),
  ];
  const after = [
    due("a", "same", "2026-06-01"),
    due("a", "later", "2026-06-02"),
    due("a", "new", "2026-06-02"),
    due("b", "unknown", null),
    due("c", "known", "2026-06-03"),
    due("d", "later", "2026-06-02"),
  ];
  expect(Object.fromEntries(movedDues(before, after))).toEqual({
    a: [{ clock: "later", from: "2026-06-01", to: "2026-06-02" }],
    b: [{ clock: "unknown", from: "2026-06-01", to: null }],
    c: [{ clock: "known", from: null, to: "2026-06-03" }],
  });
});
