import { expect, test } from "vitest";

import {
  ALL_STATES,
  filterOf,
  hasLinked,
  OPEN_STATES,
  STATES,
  WITHOUT_LINKED,
  withFilter,
} from "./voice-filter.ts";

test("an address without a state shows what is open", () => {
  expect(filterOf(new URLSearchParams()).state).toBe(OPEN_STATES);
  expect(
    withFilter(new URLSearchParams("state=routed&q=道路"), { state: OPEN_STATES }).get("q"),
  ).toBe("道路");
});

test("a part that is emptied leaves the address", () => {
  const before = new URLSearchParams("kind=complaint&due=late&unit=housing");
  expect(withFilter(before, { due: "" }).toString()).toBe("kind=complaint&unit=housing");
  expect(withFilter(before, { state: ALL_STATES }).get("state")?.split(",")).toEqual([...STATES]);
});

test("what a link of figures asks stays until it is taken off", () => {
  const before = new URLSearchParams("from=2026-07-01&to=2026-09-30&promise=missed&kind=complaint");
  const after = withFilter(before, { due: "late" });
  expect(after.get("promise")).toBe("missed");
  expect(after.get("from")).toBe("2026-07-01");
  expect(hasLinked(filterOf(after))).toBe(true);
  const cleared = withFilter(after, WITHOUT_LINKED);
  expect(cleared.toString()).toBe("kind=complaint&due=late");
  expect(hasLinked(filterOf(cleared))).toBe(false);
});
