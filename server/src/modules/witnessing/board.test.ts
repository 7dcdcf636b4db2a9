import { expect, test } from "vitest";

import type { OpeningStage } from "../../../../contract/src/opening-values.ts";
import { stateOf } from "../opening/index.ts";
import { type Day, type HeldOpening, openMatters, tilesOf } from "./board.ts";
import type { KeptRecord } from "./record.ts";

const NOW = "2026-05-21T02:00:00.000Z";
const before = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

interface Given {
  readonly room?: string;
  readonly minutesAgo?: number;
  readonly stage?: OpeningStage;
  readonly objectedAgo?: number;
}

function opening(id: string, given: Given = {}): HeldOpening {
  const { room = "开标一室", minutesAgo = 30, stage = "reading", objectedAgo } = given;
  const objection = {
    number: 1,
    at: before(objectedAgo ?? 0),
    bidder: { kind: "organisation" as const, name: "某公司" },
    text: "请重读报价。",
    answer: undefined,
  };
  return {
    id,
    ocid: `ocds-mj0001-${id}`,
    title: `${id}工程施工`,
    regime: "works",
    plan: { lotId: "1", startsAt: before(minutesAgo), room, host: "某代理" },
    state: {
      ...stateOf([]),
      stage,
      since: { [stage]: before(5) },
      objections: objectedAgo === undefined ? [] : [objection],
    },
  };
}

const day = (changes: Partial<Day>): Day => ({
  now: NOW,
  account: "centre-1",
  openings: [],
  house: [],
  warned: new Map(),
  records: [],
  watch: { version: 0, shifts: [] },
  ...changes,
});

const shift = (...rooms: string[]) => ({
  version: 1,
  shifts: [
    { id: "w-1", account: "centre-1", name: "罗见微", since: before(60), rooms, offer: undefined },
  ],
});

const keysOf = (given: Day) =>
  Object.fromEntries(tilesOf(given).map(({ room, key }) => [room, key]));

test("a tile that moves to the front keeps the key of its room", () => {
  const calm = [opening("a", { room: "开标一室" }), opening("b", { room: "开标十室" })];
  const urgent = [calm[0], opening("b", { room: "开标十室", objectedAgo: 2 })] as HeldOpening[];
  expect(tilesOf(day({ openings: calm })).map(({ room }) => room)).toEqual([
    "开标一室",
    "开标十室",
  ]);
  expect(tilesOf(day({ openings: urgent })).map(({ room }) => room)).toEqual([
    "开标十室",
    "开标一室",
  ]);
  expect(keysOf(day({ openings: urgent }))).toEqual(keysOf(day({ openings: calm })));
});

test("own rooms have the first keys, and no more than twelve rooms have one", () => {
  const house = Array.from({ length: 14 }, (_, index) => ({
    name: `${index + 101}室`,
    zone: "opening" as const,
  }));
  const keys = keysOf(day({ house, watch: shift("114室", "110室") }));
  expect([keys["110室"], keys["114室"], keys["101室"]]).toEqual(["1", "2", "3"]);
  expect(Object.values(keys).filter((key) => key !== undefined)).toHaveLength(12);
});

test("a room shows what runs, else what comes next, else what was last", () => {
  const shown = (...openings: HeldOpening[]) => tilesOf(day({ openings }))[0]?.session?.id;
  const over = opening("over", { stage: "closed", minutesAgo: 200 });
  const later = opening("later", { stage: "closed", minutesAgo: 100 });
  const next = opening("next", { stage: "planned", minutesAgo: -60 });
  expect(shown(over, next, opening("runs"))).toBe("runs");
  expect(shown(over, next)).toBe("next");
  expect(shown(over, later)).toBe("later");
});

test("a warning of a project calls nobody once its opening is over", () => {
  const warned = new Map([["ocds-mj0001-a", [before(9)]]]);
  const first = (stage: OpeningStage) =>
    tilesOf(day({ openings: [opening("a", { stage })], warned }))[0]?.reasons[0]?.code;
  expect(first("reading")).toBe("warned");
  expect(first("closed")).toBe("idle");
});

const record = (kind: string, id: string, payload: object): KeptRecord =>
  ({
    kind: `witnessing.${kind}`,
    id,
    factId: id,
    at: before(3),
    payload: { room: "开标一室", officer: { account: "centre-1" }, ...payload },
  }) as unknown as KeptRecord;

test("open are objections, running rooms, acts with neither measure nor sheet, sheets without a signature", () => {
  const records = [
    record("act-recorded", "bare", { clauseText: "唱标不完整" }),
    record("act-recorded", "measured", { clauseText: "已提醒", measure: "reminded" }),
    record("act-recorded", "withdrawn", { clauseText: "按错", withdrawn: "按错" }),
    record("act-recorded", "followed", { clauseText: "有处置单" }),
    record("intervention-issued", "sheet", {
      sheet: "sheet",
      act: "followed",
      number: "XC-2026-0001",
      signature: "pending",
    }),
    record("act-recorded", "elsewhere", { clauseText: "别室", room: "开标九室" }),
  ];
  const openings = [opening("a", { objectedAgo: 2 }), opening("b", { room: "开标二室" })];
  const open = openMatters({ openings, records }, ["开标一室"]);
  expect(open.map(({ kind, about }) => `${kind} ${about ?? ""}`)).toEqual([
    "unanswered 1",
    "runningRoom ",
    "openAct bare",
    "unsignedSheet sheet",
  ]);
});
