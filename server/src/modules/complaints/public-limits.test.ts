import { describe, expect, test } from "vitest";

import { publishedLaw } from "../../../../clocks/src/index.ts";
import {
  listPublished,
  type DutyItem,
} from "../../../../contract/src/facts/duties.list-published.ts";
import { limitsOf, type PublicLimit } from "./public-limits.ts";

const DAY = "2026-06-01";
const [example] = listPublished.example.items;
const duty = (matter: DutyItem["matter"], id: string, name: string): DutyItem => {
  if (example === undefined) throw new Error("the list has no example");
  return { ...example, matter, department: { id, name } };
};
const set = (unitId: string, validFrom: string, takeHours: number): PublicLimit => ({
  unitId,
  unit: `${unitId}局`,
  validFrom,
  enteredAt: `${validFrom}T01:00:00.000Z`,
  limits: { takeHours },
});
const view = (limits: readonly PublicLimit[], duties: readonly DutyItem[] = []) =>
  limitsOf(limits, { duties, law: publishedLaw, day: DAY });

describe("the page of limits", () => {
  test("every department that handles complaints or challenges is there, with a promise or without", () => {
    const duties = [
      duty("complaint", "water", "水务局"),
      duty("challenge", "housing", "住建局"),
      duty("lead", "traffic", "交警"),
    ];
    const { departments } = view([set("housing", "2026-01-01", 4)], duties);
    expect(departments.map(({ department, current }) => [department, current?.takeHours])).toEqual([
      ["住建局", 4],
      ["水务局", undefined],
    ]);
  });

  test("a department that set a limit and is not on the list is there by the name it had", () => {
    expect(view([set("energy", "2026-01-01", 4)]).departments).toMatchObject([
      { department: "energy局", current: { takeHours: 4, validFrom: "2026-01-01" } },
    ]);
  });

  test("the newest that has begun holds from its first day; later ones are coming, the nearest first", () => {
    const limits = [
      set("housing", "2026-09-01", 1),
      set("housing", "2026-06-02", 2),
      set("housing", DAY, 3),
      set("housing", "2026-01-01", 4),
    ];
    const [housing] = view(limits).departments;
    expect(housing?.current?.takeHours).toBe(3);
    expect(housing?.coming.map(({ validFrom }) => validFrom)).toEqual(["2026-06-02", "2026-09-01"]);
  });

  test("beside it the law of the day, rules that differ by the matter alone as one, and the city's promise", () => {
    const { statute, city } = view([]);
    expect(statute.take).toEqual([]);
    expect(statute.complaint.map(({ clock, regimes, length }) => [clock, regimes, length])).toEqual(
      [
        ["complaint.accept", ["works"], 3],
        ["complaint.decide", ["works"], 30],
        ["complaint.decide", ["procurement"], 30],
      ],
    );
    const objection = statute.challenge.find(({ clock }) => clock === "objection.reply");
    expect(objection?.articles.map((name) => name.replace(/^.*例/u, ""))).toEqual([
      "第22条",
      "第54条",
    ]);
    expect(city).toEqual({ take: 24, complaint: 15, challenge: 7 });
  });

  test("a rule that is not in force on the day is not shown", () => {
    const before = limitsOf([], { duties: [], law: publishedLaw, day: "2012-01-31" });
    expect(before.statute.complaint.some(({ regimes }) => regimes.includes("works"))).toBe(false);
  });
});
