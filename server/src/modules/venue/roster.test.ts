import { describe, expect, test } from "vitest";

import { type DoorEvent, entriesOutsideRoster, type Roster } from "./roster.ts";

const span = { from: "2026-03-02T01:00:00.000Z", to: "2026-03-02T04:00:00.000Z" };
const entry = (id: string, bearer: string | undefined, at = "2026-03-02T02:00:00.000Z") =>
  ({ id, at, event: "doorOpened", ...(bearer === undefined ? {} : { bearer }) }) as DoorEvent;
const roster: Roster = { committee: ["expert-1", "expert-2"], staff: ["badge-0012"] };

describe("PRO-14: entries outside of the roster (招标投标法38)", () => {
  test("committee and standing badges pass, another badge is named", () => {
    const events = [entry("1", "expert-1"), entry("2", "badge-0012"), entry("3", "badge-9")];
    expect(entriesOutsideRoster(events, span, roster)).toEqual({
      missing: [],
      outside: ["3"],
      unnamed: 0,
      entries: 3,
    });
  });

  test("only doors that opened, and only within the interval", () => {
    const denied = { ...entry("1", "badge-9"), event: "doorDenied" } as DoorEvent;
    const events = [
      denied,
      entry("2", "badge-9", "2026-03-02T00:59:59.999Z"),
      entry("3", "badge-9", span.from),
      entry("4", "badge-9", "2026-03-02T03:59:59.999Z"),
      entry("5", "badge-9", span.to),
    ];
    expect(entriesOutsideRoster(events, span, roster).outside).toEqual(["3", "4"]);
  });

  test.each<[Roster, string[]]>([
    [{ committee: undefined, staff: ["badge-0012"] }, ["committee"]],
    [{ committee: ["expert-1"], staff: undefined }, ["staff"]],
    [{ committee: undefined, staff: undefined }, ["committee", "staff"]],
  ])("without a roster it says so and hits nobody: %o", (gap, missing) => {
    const found = entriesOutsideRoster([entry("1", "badge-9")], span, gap);
    expect(found).toMatchObject({ missing, outside: [], entries: 1 });
  });

  test("a list that is known to be empty is a list: then every badge is outside of it", () => {
    const empty: Roster = { committee: [], staff: [] };
    expect(entriesOutsideRoster([entry("1", "badge-9")], span, empty).outside).toEqual(["1"]);
  });

  test("of a door that names nobody nothing can be said", () => {
    const found = entriesOutsideRoster([entry("1", undefined)], span, roster);
    expect(found).toMatchObject({ outside: [], unnamed: 1, entries: 1 });
  });
});
