/** Rooms and bookings on a real database: who comes first, what is refused and why, and what a rebuild gives. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import {
  bookingsIn,
  bookRoom,
  cancelBooking,
  findRoomByName,
  listRooms,
  registerRoom,
  type WantedBooking,
} from "./index.ts";

const AT = "2026-05-20T09:00:00+08:00";
const officer = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  app.setNow(AT);
  for (const [room, name, zone] of [
    ["opening-1", "开标一室", "opening"],
    ["opening-2", "开标二室", "opening"],
    ["evaluation-1", "评标一室", "evaluation"],
  ] as const)
    await act((tx) => registerRoom(tx, context(), { room, name, zone, isInUse: true }));
});
afterAll(() => app.close());

const context = () => ({ registry: app.application.registry, officer, at: AT });
const act = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(app.database.app.db, work);
const hours = (day: string, from: string, to: string) => ({
  from: `${day}T${from}:00+08:00`,
  to: `${day}T${to}:00+08:00`,
});
const book = (changes: Partial<WantedBooking> & Pick<WantedBooking, "from" | "to">) =>
  act((tx) =>
    bookRoom(tx, context(), {
      room: "opening-1",
      use: "opening",
      ocid: ocidOf("V1"),
      title: "港口路施工",
      ...changes,
    }),
  );
const refusalOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof RuleViolation)) throw new Error("not refused");
  return error;
};
const whole = { from: "2026-05-01T00:00:00Z", to: "2026-07-01T00:00:00Z" };

test("of fifty who want the same hour exactly one gets it", async () => {
  const span = hours("2026-05-21", "09:00", "10:00");
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => book(span)));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of all)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "venue.room-taken" });
  const found = await bookingsIn(app.database.app.db, { ...whole, room: "opening-1" });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ roomName: "开标一室", zone: "opening", ocid: ocidOf("V1") });
});

test("the refusal says who holds the room, when it is free next and which other rooms are free", async () => {
  await book({ ...hours("2026-05-22", "09:00", "11:30"), title: "月湖排水" });
  const { params } = await refusalOf(book(hours("2026-05-22", "10:00", "12:00")));
  expect(params).toMatchObject({
    room: "开标一室",
    from: "5月22日 09:00",
    to: "5月22日 11:30",
    holder: "月湖排水（云澜市公共资源交易中心）",
    next: "5月22日 11:30",
    others: "开标二室",
  });
  const next = { from: String(params["nextFrom"]), to: String(params["nextTo"]) };
  await expect(book(next)).resolves.toBe("opening-1-202605221130");
});

test("who holds an evaluation room is said without its project", async () => {
  const span = hours("2026-05-22", "09:00", "11:00");
  const wanted = { ...span, room: "evaluation-1", use: "evaluation" as const, title: "月湖排水" };
  await book(wanted);
  const { params } = await refusalOf(book(wanted));
  expect(JSON.stringify(params)).not.toContain("月湖");
  expect(params["holder"]).toBe("云澜市公共资源交易中心");
});

test("the next booking may begin when the one before ends; a cancelled one makes way", async () => {
  const first = await book(hours("2026-05-25", "09:00", "10:00"));
  await book(hours("2026-05-25", "10:00", "11:00"));
  await act((tx) => cancelBooking(tx, context(), { booking: first, reason: "开标顺延" }));
  const again = await refusalOf(
    act((tx) => cancelBooking(tx, context(), { booking: first, reason: "再次取消" })),
  );
  expect(again.code).toBe("venue.cancelled-already");
  const second = await book(hours("2026-05-25", "09:00", "10:00"));
  expect(second).toBe(`${first}-2`);
  const found = await bookingsIn(app.database.app.db, {
    ...hours("2026-05-25", "09:00", "10:00"),
    room: "opening-1",
  });
  expect(found.map(({ booking, reason }) => [booking, reason])).toEqual([
    [first, "开标顺延"],
    [second, undefined],
  ]);
});

test("the table itself refuses what passes by the lock", async () => {
  await book(hours("2026-05-26", "09:00", "10:00"));
  const insert = app.database.query(
    `INSERT INTO venue.held VALUES ('by-hand', venue.room_range('opening-1', 'opening-1', '[]'),
       tstzrange('2026-05-26T09:30:00+08:00', '2026-05-26T09:40:00+08:00'))`,
  );
  await expect(insert).rejects.toMatchObject({ code: "23P01" });
});

test("a rebuild gives the same rows, though it meets bookings before their cancellation", async () => {
  const read = () => app.database.query("SELECT * FROM venue.held ORDER BY booking");
  const before = await read();
  await app.application.rebuild();
  expect(await read()).toEqual(before);
  expect(before.length).toBeGreaterThan(5);
});

describe("rooms", () => {
  test("a name stands on one door only; a room out of use gives its name back", async () => {
    const named = (room: string, isInUse = true) =>
      act((tx) => registerRoom(tx, context(), { room, name: "抽取室", zone: "draw", isInUse }));
    await named("draw-1");
    expect((await refusalOf(named("draw-2"))).code).toBe("venue.name-taken");
    await named("draw-1", false);
    await named("draw-2");
    expect((await findRoomByName(app.database.app.db, "抽取室"))?.room).toBe("draw-2");
    const rooms = await listRooms(app.database.app.db);
    expect(rooms.find(({ room }) => room === "draw-1")?.isInUse).toBe(false);
  });

  test("a room that is still booked stays in use and in its zone", async () => {
    const change = (changes: object) =>
      act((tx) =>
        registerRoom(tx, context(), {
          room: "opening-1",
          name: "开标一室",
          zone: "opening",
          isInUse: true,
          ...changes,
        }),
      );
    expect((await refusalOf(change({ isInUse: false }))).code).toBe("venue.still-booked");
    expect((await refusalOf(change({ zone: "evaluation" }))).code).toBe("venue.still-booked");
    await change({ seats: 60 });
    expect((await findRoomByName(app.database.app.db, "开标一室"))?.seats).toBe(60);
  });

  test("no opening behind closed doors, no evaluation in a public room, nothing in the past", async () => {
    const span = hours("2026-05-27", "09:00", "10:00");
    expect((await refusalOf(book({ ...span, room: "evaluation-1" }))).code).toBe(
      "venue.wrong-zone",
    );
    expect((await refusalOf(book({ ...span, use: "evaluation" }))).code).toBe("venue.wrong-zone");
    expect((await refusalOf(book({ ...span, room: "nowhere" }))).code).toBe("venue.no-room");
    expect((await refusalOf(book(hours("2026-05-19", "09:00", "10:00")))).code).toBe("venue.past");
    expect((await refusalOf(book({ from: span.to, to: span.from }))).code).toBe("venue.bad-span");
  });
});
