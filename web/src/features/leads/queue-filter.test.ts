import { expect, test } from "vitest";

import { filterOf, withFilter } from "./queue-filter.ts";

test("a bare address shows what still asks something of an officer", () => {
  expect(filterOf(new URLSearchParams())).toEqual({
    state: "returned,routed,received,decided",
    level: "",
    q: "",
    department: "",
    stuck: "",
    matched: "",
    from: "",
    to: "",
  });
});

test("changing one part keeps the others", () => {
  const next = withFilter(new URLSearchParams("q=青岚&level=hint"), { state: "routed" });
  expect(filterOf(next)).toMatchObject({ state: "routed", level: "hint", q: "青岚" });
});

test("every part of a filter comes back from its address", () => {
  const filter = {
    state: "routed",
    level: "lead",
    q: "雨污 & 分流?",
    department: "housing",
    stuck: "yes",
    matched: "fallback",
    from: "2026-07-01",
    to: "2026-09-30",
  };
  const address = withFilter(new URLSearchParams(), filter).toString();
  expect(filterOf(new URLSearchParams(address))).toEqual(filter);
});

test("going back to the default leaves no trace in the address", () => {
  const next = withFilter(new URLSearchParams("state=routed&q=x"), {
    state: "returned,routed,received,decided",
    q: "",
  });
  expect(next.toString()).toBe("");
});
