import { expect, test } from "vitest";

import { RISKS } from "../../../../contract/src/witnessing-values.ts";
import { compareRisk, compareRooms, reasonsOf, type RoomState } from "./risk.ts";

const NOW = "2026-05-21T02:00:00.000Z";
const before = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

const CALM: RoomState = {
  stage: "reading",
  startsAt: before(40),
  since: { reading: before(10) },
  minutes: 60,
  unanswered: [],
  failed: [],
  waiting: 0,
  warned: [],
  pictureProblem: undefined,
  isWatched: true,
  isInUse: false,
};

const codes = (state: Partial<RoomState>) =>
  reasonsOf({ ...CALM, ...state }, NOW).map(({ code }) => code);

test("a calm room runs, an empty one is idle", () => {
  expect(reasonsOf(CALM, NOW)).toEqual([{ code: "running", at: before(10) }]);
  expect(codes({ stage: undefined, startsAt: undefined })).toEqual(["idle"]);
  expect(codes({ stage: "closed" })).toEqual(["idle"]);
  expect(codes({ stage: undefined, isInUse: true })).toEqual(["running"]);
});

test("an objection without an answer counts from when the first was raised", () => {
  expect(reasonsOf({ ...CALM, unanswered: [before(1), before(4)] }, NOW)[0]).toEqual({
    code: "unanswered",
    at: before(4),
    count: 2,
  });
});

test("time for decryption is over only while bids wait for it", () => {
  const late = { stage: "decrypting", since: { decrypting: before(61) }, waiting: 2 } as const;
  expect(reasonsOf({ ...CALM, ...late }, NOW)[0]).toEqual({
    code: "timeOver",
    at: before(1),
    count: 2,
  });
  expect(codes({ ...late, waiting: 0 })).toEqual(["running"]);
  expect(codes({ ...late, since: { decrypting: before(59) } })).toEqual(["running"]);
  expect(codes({ ...late, failed: [before(2)] })).toEqual([
    "failedDecryption",
    "timeOver",
    "running",
  ]);
});

test("an opening begins soon five minutes before, and is late after; not six minutes before", () => {
  const planned = { stage: "planned", since: {} } as const;
  expect(codes({ ...planned, startsAt: before(-5) })).toEqual(["soon", "idle"]);
  expect(codes({ ...planned, startsAt: before(-6) })).toEqual(["idle"]);
  expect(codes({ ...planned, startsAt: before(1) })).toEqual(["soon", "idle"]);
});

test("a picture that fails and a missing witness count only while something runs", () => {
  expect(codes({ pictureProblem: "black", isWatched: false })).toEqual([
    "picture",
    "unwatched",
    "running",
  ]);
  expect(codes({ stage: "closed", pictureProblem: "black", isWatched: false })).toEqual(["idle"]);
});

test("reasons of every pair stand in the order of the list, and so do rooms", () => {
  const rooms: readonly [string, Partial<RoomState>][] = [
    ["开标一室", { stage: "closed" }],
    ["开标二室", {}],
    ["开标三室", { isWatched: false }],
    ["开标四室", { pictureProblem: "frozen" }],
    ["开标五室", { stage: "planned", startsAt: before(-3) }],
    ["开标六室", { warned: [before(30)] }],
    ["开标七室", { stage: "decrypting", since: { decrypting: before(90) }, waiting: 1 }],
    ["开标八室", { failed: [before(31)], stage: "decrypting", since: { decrypting: before(40) } }],
    ["开标九室", { unanswered: [before(1)] }],
  ];
  const ranked = rooms
    .map(([room, state]) => ({ room, reasons: reasonsOf({ ...CALM, ...state }, NOW) }))
    .toSorted(compareRisk);
  expect(ranked.map(({ room }) => room)).toEqual([
    "开标九室",
    "开标八室",
    "开标七室",
    "开标六室",
    "开标五室",
    "开标四室",
    "开标三室",
    "开标二室",
    "开标一室",
  ]);
  for (const { reasons } of ranked) {
    const places = reasons.map(({ code }) => RISKS.indexOf(code));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});

test("of two with the same reason the one that has waited longer stands first", () => {
  const room = (name: string, minutes: number) => ({
    room: name,
    reasons: reasonsOf({ ...CALM, unanswered: [before(minutes)] }, NOW),
  });
  expect([room("开标一室", 2), room("开标二室", 9)].toSorted(compareRisk)[0]?.room).toBe(
    "开标二室",
  );
});

test("rooms stand in the order of their doors", () => {
  const doors = [
    "开标一室",
    "开标二室",
    "开标九室",
    "开标十室",
    "开标十二室",
    "开标二十一室",
    "评标一室",
  ];
  expect(doors.toReversed().toSorted(compareRooms)).toEqual(doors);
});
