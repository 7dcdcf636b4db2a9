import { describe, expect, test } from "vitest";

import type { UnitNode } from "../../../../contract/src/organisation-api.ts";
import { linesOf } from "./tree.ts";

const node = (unit: string, parent?: string): UnitNode => ({
  unit,
  name: `机构 ${unit}`,
  kind: "department",
  posts: 0,
  persons: 0,
  ...(parent === undefined ? {} : { parent }),
});
const units = [node("a"), node("b", "a"), node("c", "b"), node("d", "gone")];
const seen = (closed: readonly string[], search = "") =>
  linesOf(units, { closed: new Set(closed), search }).map(
    ({ node: { unit }, level }) => `${level}${unit}`,
  );

describe("the tree of units", () => {
  test("nests by parent; a unit whose parent is not there stands at the top", () => {
    expect(seen([])).toEqual(["1a", "2b", "3c", "1d"]);
  });
  test("hides what is below a closed unit", () => {
    expect(seen(["a"])).toEqual(["1a", "1d"]);
    expect(seen(["b"])).toEqual(["1a", "2b", "1d"]);
  });
  test("a search shows what it finds with all above, even below closed units", () => {
    expect(seen(["a"], "机构 C")).toEqual(["1a", "2b", "3c"]);
    expect(seen([], "nothing")).toEqual([]);
  });
});
