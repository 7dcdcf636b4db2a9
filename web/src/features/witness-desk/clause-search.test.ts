import { expect, test } from "vitest";

import type { Clause, RoomTile } from "../../../../contract/src/witnessing.ts";
import { soundOf } from "../../ui/pinyin.ts";
import { clausesFor, findClauses } from "./clause-search.ts";

const clause = (id: string, label: string, more: Partial<Clause> = {}): Clause => ({
  id,
  label,
  text: `${label}的情形。`,
  zones: ["opening"],
  stages: [],
  role: "agencyStaff",
  severity: "general",
  measure: "reminded",
  articles: [
    { id: "ZTB-T-44", instrument: "条例", article: "第44条", summary: "", regime: "works" },
  ],
  ...more,
});

const ORDER_87 = {
  id: "MOF87-62",
  instrument: "87号令",
  article: "第62条",
  summary: "",
  regime: "procurement",
};
const CLAUSES = [
  clause("K-01", "唱标不完整", { stages: ["reading"] }),
  clause("K-04", "异议未当场答复", { stages: ["confirming"] }),
  clause("K-14", "协商评分", { zones: ["evaluation"], articles: [ORDER_87] }),
  clause("K-41", "擅离职守", { zones: ["evaluation"] }),
];

const ids = (query: string) => findClauses(query, CLAUSES, soundOf).map(({ id }) => id);

test("initials, pinyin and characters find a clause", () => {
  expect(ids("yywdcdf")[0]).toBe("K-04");
  expect(ids("changbiao")[0]).toBe("K-01");
  expect(ids("离职")[0]).toBe("K-41");
  expect(ids("zzzz")).toEqual([]);
});

test("digits are its number: exact first, then those that begin so", () => {
  expect(ids("4")).toEqual(["K-04", "K-41"]);
  expect(ids("04")).toEqual(["K-04"]);
  expect(ids("k-14")).toEqual(["K-14"]);
});

test("of a room come those of its stage, then of its zone; what no law of the project carries is left out", () => {
  const tile = {
    room: "开标一室",
    zone: "opening",
    reasons: [{ code: "running" }],
    acts: 0,
    notes: 0,
    session: { stage: "confirming", regime: "works" },
  } as unknown as RoomTile;
  expect(clausesFor(CLAUSES, tile).map(({ id }) => id)).toEqual(["K-04", "K-01", "K-41"]);
  expect(clausesFor(CLAUSES, undefined)).toHaveLength(4);
});
