import { expect, test } from "vitest";

import { ALL_STATES, filterOf, OPEN_STATES, STATES, withFilter } from "./voice-filter.ts";

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
