import { expect, test } from "vitest";

import { filterOf, withFilter } from "./queue-filter.ts";

test("a bare address shows what still asks something of an officer", () => {
  expect(filterOf(new URLSearchParams())).toEqual({
    state: "routed,received,decided",
    level: "",
    q: "",
  });
});

test("changing one part keeps the others", () => {
  const next = withFilter(new URLSearchParams("q=青岚&level=hint"), { state: "routed" });
  expect(filterOf(next)).toEqual({ state: "routed", level: "hint", q: "青岚" });
});

test("going back to the default leaves no trace in the address", () => {
  const next = withFilter(new URLSearchParams("state=routed&q=x"), {
    state: "routed,received,decided",
    q: "",
  });
  expect(next.toString()).toBe("");
});
