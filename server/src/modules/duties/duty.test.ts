import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import {
  bandOf,
  differenceOf,
  type DutyRow,
  listOn,
  overlapsOf,
  possibleDuties,
  resolveDuty,
} from "./duty.ts";

const row = (id: string, more: Partial<DutyRow> = {}): DutyRow => ({
  id,
  list: 1,
  matter: "lead",
  regime: null,
  industry: null,
  place: null,
  bandFrom: null,
  bandTo: null,
  stage: null,
  department: { id: `unit-${id}`, name: id },
  legalBasis: "第4条",
  validFrom: "2026-01-01",
  validTo: null,
  ...more,
});
const LISTS = [{ number: 1, validFrom: "2026-01-01", validTo: null }];
const ASKED = {
  matter: "lead",
  regime: "works",
  industry: "housing",
  place: "999902",
  amount: 5_000_000,
  stage: "opening",
  on: "2026-06-01",
};
const item = (number: string, more: Partial<DutyItem> = {}): DutyItem => ({
  item: number,
  matter: "lead",
  department: { id: "one", name: "一局" },
  level: "city",
  legalBasis: [{ citation: "第4条" }],
  contact: {},
  responsibilities: [],
  ...more,
});

const anyRow = fc
  .record({
    regime: fc.constantFrom(null, "works", "procurement"),
    industry: fc.constantFrom(null, "housing", "water"),
    place: fc.constantFrom(null, "99", "999902", "999903"),
    bandFrom: fc.constantFrom(null, 0, 4),
    bandTo: fc.constantFrom(null, 3, 8),
    stage: fc.constantFrom(null, "opening", "award"),
    list: fc.constantFrom(null, 1, 2),
    validFrom: fc.constantFrom("2025-01-01", "2026-01-01", "2026-07-01"),
  })
  .map((fields): DutyRow => row("x", fields));
const anyQuestion = fc.record({
  matter: fc.constant("lead"),
  regime: fc.constantFrom(null, "works", "procurement"),
  industry: fc.constantFrom(null, "housing", "water"),
  place: fc.constantFrom(null, "999902", "999903"),
  amount: fc.constantFrom(null, 0, 5_000_000),
  stage: fc.constantFrom(null, "opening", "award"),
  on: fc.constantFrom("2025-12-31", "2026-01-01", "2026-08-01"),
});
const anyRows = fc
  .array(anyRow, { maxLength: 12 })
  .map((rows) => rows.map((one, index) => ({ ...one, id: `r${index}` })));

describe("the most specific duty in force", () => {
  test.each([
    [
      "place before industry and regime",
      { place: "999902" },
      { industry: "housing", regime: "works" },
    ],
    ["the smaller place before the larger", { place: "999902" }, { place: "9999" }],
    ["industry before regime", { industry: "housing" }, { regime: "works" }],
    ["regime before amount", { regime: "works" }, { bandFrom: 4 }],
    ["amount before stage", { bandFrom: 4 }, { stage: "opening" }],
    ["stage before nothing", { stage: "opening" }, {}],
  ])("%s", (_title, strong, weak) => {
    const rows = [row("weak", weak), row("strong", strong)];
    const { winner, candidates } = resolveDuty(ASKED, rows, LISTS);
    expect(winner?.id).toBe("strong");
    expect(candidates[1]).toMatchObject({ won: false, reason: "lessSpecific" });
  });

  test.each([
    ["2025-12-31", undefined],
    ["2026-01-01", "a"],
    ["2026-03-31", "a"],
    ["2026-04-01", undefined],
  ])("counts its first and its last day: %s", (on, wanted) => {
    const list = { number: 1, validFrom: "2026-01-01", validTo: "2026-03-31" };
    const { winner } = resolveDuty({ ...ASKED, on }, [row("a", list)], [list]);
    expect(winner?.id).toBe(wanted);
  });

  test("a list takes the place of duties listed by themselves and of older lists, from its first day", () => {
    const lists = [...LISTS, { number: 2, validFrom: "2026-07-01", validTo: null }];
    const rows = [
      row("single", { list: null, validFrom: "2020-01-01", place: "999902" }),
      row("old"),
      row("new", { list: 2, validFrom: "2026-07-01" }),
    ];
    const who = (on: string) => resolveDuty({ ...ASKED, on }, rows, lists).winner?.id;
    expect([who("2025-12-31"), who("2026-06-30"), who("2026-07-01")]).toEqual([
      "single",
      "old",
      "new",
    ]);
    const { candidates } = resolveDuty({ ...ASKED, on: "2026-07-01" }, rows, lists);
    expect(candidates.map(({ reason }) => reason)).toEqual([undefined, "superseded", "superseded"]);
  });

  test("an older list does not come back when the newer one ends", () => {
    const lists = [...LISTS, { number: 2, validFrom: "2026-02-01", validTo: "2026-02-28" }];
    expect(listOn(lists, "2026-03-01")).toBeUndefined();
  });

  test("what is not known is not guessed", () => {
    const unknown = { ...ASKED, industry: null, place: null, amount: null, stage: null };
    const rows = [
      row("i", { industry: "housing" }),
      row("p", { place: "99" }),
      row("a", { bandFrom: 0 }),
      row("s", { stage: "opening" }),
    ];
    const { winner, candidates } = resolveDuty(unknown, rows, LISTS);
    expect(winner).toBeUndefined();
    expect(candidates.map(({ reason }) => String(reason)).toSorted()).toEqual([
      "amountUnknown",
      "industryUnknown",
      "placeUnknown",
      "stageUnknown",
    ]);
    expect(possibleDuties(unknown, rows, LISTS).map(({ id }) => id)).toEqual(["p", "i", "a", "s"]);
  });

  test("amount bands include both ends", () => {
    expect([3_999_999, 4_000_000, 9_999_999, 10_000_000].map(bandOf)).toEqual([3, 4, 4, 5]);
    const only = [row("a", { bandFrom: 4, bandTo: 4 })];
    const at = (amount: number) => resolveDuty({ ...ASKED, amount }, only, LISTS).winner?.id;
    expect([at(3_999_999), at(4_000_000), at(9_999_999), at(10_000_000)]).toEqual([
      undefined,
      "a",
      "a",
      undefined,
    ]);
  });

  test("whatever the list: the winner says nothing untrue of the question, and nothing that fits says more", () => {
    fc.assert(
      fc.property(anyRows, anyQuestion, (rows, question) => {
        const lists = [
          { number: 1, validFrom: "2026-01-01" },
          { number: 2, validFrom: "2026-07-01" },
        ];
        const { winner, candidates } = resolveDuty(question, rows, lists);
        expect(candidates).toHaveLength(rows.length);
        expect(candidates.filter(({ won }) => won)).toHaveLength(winner === undefined ? 0 : 1);
        for (const { won, reason } of candidates) expect(won).toBe(reason === undefined);
        if (winner === undefined) return;
        expect([null, question.regime]).toContain(winner.regime);
        expect([null, question.industry]).toContain(winner.industry);
        expect([null, question.stage]).toContain(winner.stage);
        expect(winner.validFrom <= question.on).toBe(true);
        expect(winner.list).toBe(listOn(lists, question.on)?.number ?? null);
        if (winner.place !== null) expect(question.place?.startsWith(winner.place)).toBe(true);
        for (const { row: other, reason } of candidates)
          if (reason === "lessSpecific" || reason === "tie")
            expect(other.place?.length ?? 0).toBeLessThanOrEqual(winner.place?.length ?? 0);
      }),
    );
  });

  test("whatever the order of the rows, the answer is the same", () => {
    fc.assert(
      fc.property(anyRows, anyQuestion, (rows, question) => {
        expect(resolveDuty(question, rows.toReversed(), LISTS).winner).toEqual(
          resolveDuty(question, rows, LISTS).winner,
        );
      }),
    );
  });
});

describe("a list", () => {
  test("overlaps where one question has two departments, and not where amounts or places differ", () => {
    const other = { department: { id: "two", name: "二局" } };
    expect(overlapsOf([item("A"), item("B", other)])).toHaveLength(1);
    expect(
      overlapsOf([item("A", { bandTo: 3 }), item("B", { ...other, bandFrom: 3 })]),
    ).toHaveLength(1);
    expect(
      overlapsOf([item("A", { bandTo: 3 }), item("B", { ...other, bandFrom: 4 })]),
    ).toHaveLength(0);
    expect(overlapsOf([item("A"), item("B", { ...other, place: "99" })])).toHaveLength(0);
    expect(overlapsOf([item("A"), item("B")])).toHaveLength(0);
  });

  test("differs by number: added, removed, changed with the names of the fields", () => {
    const before = [item("A"), item("B"), item("C")];
    const after = [
      item("B", { contact: { phone: "0000-1" }, level: "county" }),
      item("C"),
      item("D"),
    ];
    const { same, changes } = differenceOf(before, after);
    expect(same).toBe(1);
    expect(changes.map(({ item: number, change, fields }) => [number, change, fields])).toEqual([
      ["A", "removed", []],
      ["B", "changed", ["contact", "level"]],
      ["D", "added", []],
    ]);
  });
});
