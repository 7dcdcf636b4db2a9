import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { UNIT_KINDS } from "../../../../contract/src/organisation.ts";
import type { TipoffCoded } from "../../../../contract/src/tipoffs.ts";
import { familyOf, type OfficeUnit, placeName, routeTipoff } from "./routing.ts";

const unit = (
  id: string,
  kind: OfficeUnit["kind"],
  more: Partial<OfficeUnit> = {},
): OfficeUnit => ({
  id,
  name: `${id}名`,
  kind,
  parent: null,
  stationedIn: null,
  place: null,
  ...more,
});
const CITY = [
  unit("committee", "committee"),
  unit("coordinator", "coordinator", { parent: "committee" }),
  unit("discipline", "discipline"),
  unit("housing", "department", { parent: "committee" }),
  unit("housing-999902", "department", { parent: "housing", place: "999902" }),
  unit("discipline-housing", "stationedDiscipline", {
    parent: "discipline",
    stationedIn: "housing",
  }),
  unit("finance", "department", { parent: "committee" }),
  unit("centre", "tradingCentre"),
];
const ALL = new Set(CITY.map(({ id }) => id));
const coded = (more: Partial<TipoffCoded> = {}): TipoffCoded => ({
  about: "parties",
  topic: "collusion",
  isNamed: false,
  ...more,
});
const dutyOf = (id: string) => ({ department: { id, name: `${id}名` }, legalBasis: "清单" });
const route = (more: Partial<TipoffCoded>, duty?: string, haveKeys: ReadonlySet<string> = ALL) => {
  const found = routeTipoff({
    coded: coded(more),
    units: CITY,
    duty: duty === undefined ? undefined : dutyOf(duty),
    haveKeys,
  });
  return "route" in found ? found.route.department.id : found.refusal;
};

describe("whom a tip-off goes to", () => {
  test.each<[string, readonly [Partial<TipoffCoded>, string?], string]>([
    [
      "what is about officials, to the discipline office",
      [{ about: "officials" }, "housing"],
      "discipline",
    ],
    ["what is about firms, by the list of duties", [{}, "housing"], "housing"],
    ["nobody on the list: to the coordinator", [{}], "coordinator"],
    [
      "the department itself is meant: to the coordinator",
      [{ unit: "housing" }, "housing"],
      "coordinator",
    ],
    ["its office in a district is meant", [{ unit: "housing-999902" }, "housing"], "coordinator"],
    [
      "the committee is meant: coordinator and departments are below it",
      [{ unit: "committee" }, "housing"],
      "discipline",
    ],
    ["the discipline office is meant", [{ about: "officials", unit: "discipline" }], "coordinator"],
    [
      "a stationed group is meant: its parent is the discipline office",
      [{ about: "officials", unit: "discipline-housing" }],
      "coordinator",
    ],
    ["the centre never receives", [{}, "centre"], "coordinator"],
    ["a department that is not on the platform", [{}, "unknown"], "coordinator"],
  ])("%s", (_title, [more, duty], expected) => {
    expect(route(more, duty)).toBe(expected);
  });

  test("no key: a department's go to the coordinator, those about officials wait for the discipline office", () => {
    const some = new Set(["coordinator"]);
    expect(route({}, "housing", some)).toBe("coordinator");
    expect(route({ about: "officials" }, undefined, some)).toBe("noKey");
    expect(route({}, "housing", new Set())).toBe("noKey");
  });

  test("a group stationed in the reported unit is kept away when the head is meant or it is not known who", () => {
    const has = (rank: TipoffCoded["rank"] & {}) =>
      familyOf({ unit: "housing", rank }, CITY).includes("discipline-housing");
    expect([has("head"), has("unknown"), has("member")]).toEqual([true, true, false]);
    expect(familyOf({ unit: "housing" }, CITY)).toEqual([
      "committee",
      "discipline-housing",
      "housing",
      "housing-999902",
    ]);
  });

  test("names of places, out of the names of their offices", () => {
    expect(placeName("云溪区住房和城乡建设局")).toBe("云溪区");
    expect(placeName("云澜市云溪区住房和城乡建设局")).toBe("云澜市云溪区");
    expect(placeName("清河县财政局")).toBe("清河县");
  });
});

const COUNT = Number(process.env["MINGJING_CAMPAIGN_ORGS"] ?? 10_000);

/** Any tree of units, with groups stationed anywhere: also shapes that no city has. */
const organisation = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...UNIT_KINDS),
      parent: fc.option(fc.nat(30)),
      stationedIn: fc.option(fc.nat(30)),
      place: fc.option(fc.constantFrom("99", "999902", "999903")),
    }),
    { minLength: 2, maxLength: 24 },
  )
  .map((seeds): readonly OfficeUnit[] =>
    seeds.map(({ parent, stationedIn, ...rest }, at) => ({
      id: `u${at}`,
      name: `单位${at}`,
      ...rest,
      parent: parent === null || at === 0 ? null : `u${parent % at}`,
      stationedIn: stationedIn === null ? null : `u${stationedIn % seeds.length}`,
    })),
  );

/** The relation written anew: whether one is the other, above it or below it. */
function isRelated(units: readonly OfficeUnit[], a: string, b: string): boolean {
  const above = (id: string | null): string[] => {
    if (id === null) return [];
    return [id, ...above(units.find((one) => one.id === id)?.parent ?? null)];
  };
  return above(a).includes(b) || above(b).includes(a);
}

/** Whether a unit, or one above it, is stationed with relatives of another, or with a unit that is. */
function sitsWith(units: readonly OfficeUnit[], a: string, reported: string): boolean {
  const seen = new Set<string>();
  const isClose = (id: string | null | undefined): boolean => {
    if (id === null || id === undefined || seen.has(id)) return false;
    seen.add(id);
    const found = units.find((one) => one.id === id);
    const host = found?.stationedIn ?? null;
    if (host !== null && isRelated(units, host, reported)) return true;
    return isClose(host) || isClose(found?.parent);
  };
  return isClose(a);
}

test(`T27: in ${COUNT} organisations nothing goes to the reported unit, its superiors, its parts, or a group with them`, () => {
  let routed = 0;
  let avoided = 0;
  fc.assert(
    fc.property(
      organisation,
      fc.record({
        about: fc.constantFrom("officials" as const, "parties" as const),
        reported: fc.nat(23),
        rank: fc.constantFrom("head" as const, "member" as const, "unknown" as const, undefined),
        duty: fc.nat(30),
        place: fc.constantFrom("999902", "999903", undefined),
      }),
      (units, { about, reported, rank, duty, place }) => {
        const id = `u${reported % units.length}`;
        const input = {
          coded: coded({
            about,
            unit: id,
            ...(rank === undefined ? {} : { rank }),
            ...(place === undefined ? {} : { place }),
          }),
          units,
          duty: dutyOf(`u${duty}`),
          haveKeys: new Set(units.map((one) => one.id)),
        };
        const found = routeTipoff(input);
        if (isRelated(units, id, `u${duty}`)) avoided += 1;
        if (!("route" in found)) return;
        routed += 1;
        const winner = found.route.department.id;
        expect(isRelated(units, id, winner)).toBe(false);
        if (rank !== "member") expect(sitsWith(units, winner, id)).toBe(false);
        expect(found.family).toContain(id);
        expect(familyOf(input.coded, units.toReversed())).toEqual(found.family);
        expect(found.family).not.toContain(winner);
      },
    ),
    { numRuns: COUNT },
  );
  // A test that never met the case would show nothing.
  expect(routed).toBeGreaterThan(COUNT / 20);
  expect(avoided).toBeGreaterThan(COUNT / 20);
});
