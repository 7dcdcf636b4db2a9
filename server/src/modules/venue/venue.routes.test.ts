/** Rooms over HTTP: who may do what, what a reader learns of others' bookings, devices, and what the public's board shows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import { ROLES } from "../../../../contract/src/organisation.ts";
import type { RoomDay, VenueDay } from "../../../../contract/src/venue.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { refreshBoard } from "./index.ts";

const NOW = "2026-05-21T10:00:00+08:00";
const ALL = [{ matters: ["process"] as "process"[] }];
const unit = (
  account: string,
  role: (typeof ROLES)[number],
  jurisdiction: typeof ALL | [] = ALL,
) => ({
  account,
  name: "罗见微",
  role,
  departmentId: account,
  departmentName: "云澜市公共资源交易中心",
  jurisdiction,
});

let app: TestApp;
let key: string;
let centre: Record<string, string>;
let stranger: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("trading");
  app.setNow(NOW);
  centre = await app.signIn(unit("centre-a", "centre"));
  stranger = await app.signIn(unit("officer-a", "officer", []));
  await app.send(key, [aNotice("E1", { title: "绝密评审工程施工招标公告" }), aNotice("E2")]);
  await app.settle();
  for (const [name, zone] of [
    ["开标一室", "opening"],
    ["评标一室", "evaluation"],
    ["评标二室", "evaluation"],
  ])
    await ok("/rooms", { name, zone, isInUse: true });
});
afterAll(() => app.close());

const post = (url: string, payload: object, headers = centre) =>
  app.inject({ method: "POST", url: `/api/venue${url}`, headers, payload });
async function ok<T>(url: string, payload: object): Promise<T> {
  const response = await post(url, payload);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<T>();
}
const dayOf = async (headers: Record<string, string>): Promise<VenueDay> => {
  const response = await app.inject({ url: "/api/venue?day=2026-05-21", headers });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<VenueDay>();
};
const evaluation = (from = "09:00", to = "12:00", room = "evaluation-1") => ({
  room,
  use: "evaluation",
  ocid: ocidOf("E1"),
  from: `2026-05-21T${from}:00+08:00`,
  to: `2026-05-21T${to}:00+08:00`,
});

describe("bookings", () => {
  test("a booking takes the project's title; a second one learns when and where it is free", async () => {
    await ok("/bookings", evaluation());
    const taken = await post("/bookings", evaluation("11:00", "13:00"));
    expect(taken.statusCode).toBe(409);
    expect(taken.json<{ code: string; params: object }>()).toMatchObject({
      code: "venue.room-taken",
      params: { room: "评标一室", next: "5月21日 12:00", otherRooms: "evaluation-2" },
    });
    expect(taken.body).not.toContain("绝密评审");
    const { bookings } = await dayOf(centre);
    expect(bookings[0]).toMatchObject({ isSeen: true, ocid: ocidOf("E1") });
    expect(bookings[0]?.title).toContain("绝密评审");
  });

  test("a reader without the project sees that the room is held and nothing else", async () => {
    const { bookings, may } = await dayOf(stranger);
    expect(bookings).toEqual([
      {
        booking: "evaluation-1-202605210900",
        room: "evaluation-1",
        from: "2026-05-21T01:00:00.000Z",
        to: "2026-05-21T04:00:00.000Z",
        isSeen: false,
      },
    ]);
    expect(may).toEqual({ book: false, register: false });
  });

  test("without a project it needs a purpose, and an unknown project is refused", async () => {
    const { ocid: _ocid, ...bare } = evaluation("14:00", "15:00");
    const other = { ...bare, use: "other" };
    expect((await post("/bookings", other)).json()).toMatchObject({ code: "venue.no-title" });
    const unknown = await post("/bookings", { ...bare, ocid: ocidOf("NONE") });
    expect(unknown.json()).toMatchObject({ code: "venue.no-process" });
    const { booking } = await ok<{ booking: string }>("/bookings", { ...other, title: "设备检修" });
    await ok(`/bookings/${booking}/cancellation`, { reason: "检修改期" });
    const found = (await dayOf(centre)).bookings.find((one) => one.booking === booking);
    expect(found).toMatchObject({ reason: "检修改期", title: "设备检修" });
    expect((await dayOf(stranger)).bookings.find((one) => one.booking === booking)).toBeDefined();
  });

  test.each(ROLES)("role %s: reads and keeps as its list says", async (role) => {
    const headers = await app.signIn(unit(`${role.toLowerCase()}-z`, role));
    const read = await app.inject({ url: "/api/venue", headers });
    const readers = ["officer", "chief", "coordinator", "centre", "director", "inspector"];
    expect(read.statusCode).toBe(readers.includes(role) ? 200 : 403);
    const kept = await post("/bookings/none-such/cancellation", { reason: "试一试" }, headers);
    expect(kept.statusCode).toBe(role === "centre" ? 404 : 403);
  });
});

describe("devices", () => {
  const event = (n: number, time: string, payload: object): FactInput =>
    ({
      kind: "venue.event-recorded",
      sourceId: `door/${n}`,
      subject: "room:evaluation-1",
      occurredAt: `2026-05-21T${time}:00+08:00`,
      payload: { room: "evaluation-1", device: "door-e1", event: "doorOpened", ...payload },
    }) as FactInput;
  const score = (token: string, n: number): FactInput =>
    ({
      kind: "procurement.expert-scored",
      sourceId: `score/${n}`,
      subject: ocidOf("E1"),
      occurredAt: "2026-05-21T09:55:00+08:00",
      payload: {
        lotId: "1",
        evaluator: { kind: "naturalPerson", token, maskedName: "王**" },
        bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
        criterion: "施工组织设计",
        score: "8",
        maximum: "10",
      },
    }) as FactInput;
  const roomOf = async (headers: Record<string, string>): Promise<RoomDay> => {
    const url = "/api/venue/rooms/evaluation-1?day=2026-05-21";
    const response = await app.inject({ url, headers });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<RoomDay>();
  };

  test("a source sends what doors tell, and nothing else of the venue", async () => {
    const sent = await app.send(key, [
      event(1, "08:30", { bearer: "badge-77" }),
      event(2, "09:05", { bearer: "expert-a" }),
      event(3, "09:10", { bearer: "badge-0012" }),
      event(4, "09:20", { bearer: "badge-77", name: "陌生人" }),
      event(5, "09:30", { event: "phoneMissing", bearer: "box-3" }),
    ]);
    expect(sent.accepted).toBe(5);
    const wrong = await app.send(key, [
      { ...event(6, "09:40", {}), subject: ocidOf("E1") },
      { ...event(7, "09:40", {}), kind: "venue.room-booked" },
    ]);
    expect(wrong).toMatchObject({ accepted: 0, quarantined: 2 });
  });

  test("PRO-14: while committee and standing badges are not known, nobody is said to be outside", async () => {
    const { rosters, events } = await roomOf(centre);
    expect(rosters).toMatchObject([{ missing: ["committee", "staff"], outside: 0, entries: 3 }]);
    expect(events.some(({ isOutsideRoster }) => isOutsideRoster)).toBe(false);
  });

  test("PRO-14: once both are known, the stranger's entry within the evaluation is marked", async () => {
    await app.send(key, [score("expert-a", 1), score("expert-b", 2)]);
    await ok("/badges", { badges: [{ bearer: "badge-0012", duty: "保洁" }] });
    const { rosters, events } = await roomOf(centre);
    expect(rosters).toMatchObject([{ missing: [], outside: 1 }]);
    expect(events.filter(({ isOutsideRoster }) => isOutsideRoster)).toMatchObject([
      { bearer: "badge-77", at: "2026-05-21T01:20:00.000Z" },
    ]);
  });

  test("who went in during an evaluation is not shown to a reader who may not see its project", async () => {
    const { events, rosters } = await roomOf(stranger);
    expect(rosters).toEqual([]);
    expect(events.map(({ at }) => at)).toEqual(["2026-05-21T00:30:00.000Z"]);
  });
});

describe("the public's board", () => {
  const board = async () => {
    const response = await app.get("/board");
    expect(response.statusCode).toBe(200);
    return response.body;
  };

  test("shows that an evaluation room is in use, and nothing of what is in it", async () => {
    await refreshBoard(app.database.app.db, new Date(NOW));
    const page = await board();
    expect(page).toMatch(/评标一室[^]*?使用中/);
    expect(page).toMatch(/评标二室[^]*?空闲/);
    for (const secret of ["绝密评审", ocidOf("E1"), "evaluation-1", "E1", "罗见微", "09:00"])
      expect(page).not.toContain(secret);
    const rows = await app.database.query("SELECT * FROM released.board");
    for (const secret of ["绝密评审", ocidOf("E1"), "09:00", "罗见微"])
      expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test("shows the openings of today with their room, and no number of bidders", async () => {
    const planned = await app.inject({
      method: "POST",
      url: "/api/openings",
      headers: centre,
      payload: {
        ocid: ocidOf("E2"),
        lotId: "1",
        startsAt: "2026-05-21T14:00:00+08:00",
        mode: "onSite",
        room: "开标一室",
        decryptMinutes: 60,
      },
    });
    expect(planned.statusCode, planned.body).toBe(200);
    await app.settle();
    const page = await board();
    expect(page).toMatch(/14:00[^]*?开标一室[^]*?尚未开始/);
    expect(page).not.toMatch(/家|bidder/);
    const { bookings } = await dayOf(centre);
    expect(bookings.find(({ room }) => room === "opening-1")).toMatchObject({
      use: "opening",
      ocid: ocidOf("E2"),
      from: "2026-05-21T06:00:00.000Z",
      to: "2026-05-21T08:30:00.000Z",
    });
    const second = await app.inject({
      method: "POST",
      url: "/api/openings",
      headers: centre,
      payload: {
        ocid: ocidOf("E1"),
        lotId: "1",
        startsAt: "2026-05-21T16:00:00+08:00",
        mode: "onSite",
        room: "开标一室",
        decryptMinutes: 60,
      },
    });
    expect(second.json()).toMatchObject({
      code: "venue.room-taken",
      params: { next: "5月22日 08:00" },
    });
  });

  test("says when what it shows is old", async () => {
    expect(await board()).not.toContain("停在");
    app.setNow("2026-05-21T10:05:00+08:00");
    expect(await board()).toContain("房间状态停在 10:00");
    app.setNow(NOW);
  });
});
