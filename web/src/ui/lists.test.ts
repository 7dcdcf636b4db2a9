import { expect, test } from "vitest";

import { groupBy, sorted } from "./lists.ts";

test("groups stand in the order their keys first appear", () => {
  expect(groupBy(["b1", "a1", "b2"], (item) => item[0])).toEqual([
    ["b", ["b1", "b2"]],
    ["a", ["a1"]],
  ]);
});

test("sorting leaves the list alone and keeps equal members in order", () => {
  const list = ["b1", "a1", "a2"];
  expect(sorted(list, (left, right) => (left[0] ?? "").localeCompare(right[0] ?? ""))).toEqual([
    "a1",
    "a2",
    "b1",
  ]);
  expect(list).toEqual(["b1", "a1", "a2"]);
});
