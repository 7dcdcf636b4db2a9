import { describe, expect, test } from "vitest";

import type { Booking, Room, Span } from "./room.ts";
import {
  bookingTitle,
  holderText,
  momentText,
  nextFree,
  requireFitting,
  requireSpan,
  sortRooms,
} from "./room.ts";
import { maskBookings } from "./view.ts";

const at = (text: string) => new Date(`2026-03-${text}:00+08:00`).toISOString();
const span = (from: string, to: string): Span => ({ from: at(from), to: at(to) });
const codeOf = (work: () => void): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("the next free time", () => {
  const wanted = span("02T09:00", "02T11:00");
  test.each<[string, Span[], Span]>([
    ["a free room: as wanted", [], wanted],
    ["what ends when it begins is no obstacle", [span("02T08:00", "02T09:00")], wanted],
    ["after the booking in its way", [span("02T10:00", "02T12:00")], span("02T12:00", "02T14:00")],
    [
      "a gap that is too short is passed over",
      [span("02T08:00", "02T10:00"), span("02T11:30", "02T13:00")],
      span("02T13:00", "02T15:00"),
    ],
    ["on a quarter of an hour", [span("02T08:00", "02T10:05")], span("02T10:15", "02T12:15")],
    [
      "next morning when the house closes before",
      [span("02T08:00", "02T16:30")],
      span("03T08:00", "03T10:00"),
    ],
  ])("%s", (_name, held, expected) => {
    expect(nextFree(held, wanted)).toEqual(expected);
  });

  test("it never overlaps what is held, however full the days", () => {
    const held = Array.from({ length: 40 }, (_, n) => {
      const from = Date.parse(at("02T08:00")) + n * 5_000_000;
      return {
        from: new Date(from).toISOString(),
        to: new Date(from + 3_700_000 + (n % 3) * 600_000).toISOString(),
      };
    });
    const found = nextFree(held, wanted);
    expect(found).toBeDefined();
    for (const one of held)
      expect(
        found !== undefined &&
          Date.parse(found.from) < Date.parse(one.to) &&
          Date.parse(one.from) < Date.parse(found.to),
      ).toBe(false);
  });

  test("a room that is held for weeks has none; what is longer than a day begins at once", () => {
    expect(nextFree([span("01T00:00", "31T00:00")], wanted)).toBeUndefined();
    const long = span("02T09:00", "04T09:00");
    expect(nextFree([], long)).toEqual(long);
  });
});

const room = (zone: Room["zone"], id = `${zone}-1`): Room => ({
  room: id,
  name: id,
  zone,
  isInUse: true,
});

test("招标投标法38: an evaluation in the evaluation zone only; 招标投标法35: an opening never there", () => {
  expect(codeOf(() => requireFitting(room("evaluation"), "evaluation"))).toBeUndefined();
  for (const zone of ["opening", "draw", "meeting", "public"] as const) {
    expect(codeOf(() => requireFitting(room(zone), "evaluation"))).toBe("venue.wrong-zone");
    expect(codeOf(() => requireFitting(room(zone), "opening"))).toBeUndefined();
  }
  expect(codeOf(() => requireFitting(room("evaluation"), "opening"))).toBe("venue.wrong-zone");
  expect(codeOf(() => requireFitting(room("evaluation"), "clarification"))).toBeUndefined();
});

test("a span ends after it begins, within two weeks, and not before now", () => {
  const now = at("02T12:00");
  const check = (one: Span) => codeOf(() => requireSpan(one, now));
  expect(check(span("02T11:00", "02T12:01"))).toBeUndefined();
  expect(check(span("02T11:00", "02T12:00"))).toBe("venue.past");
  expect(check(span("03T11:00", "03T11:00"))).toBe("venue.bad-span");
  expect(check(span("03T11:00", "17T11:00"))).toBeUndefined();
  expect(check(span("03T11:00", "17T11:01"))).toBe("venue.bad-span");
});

test("rooms stand in order of zones and of their numbers", () => {
  const rooms = [
    room("draw"),
    room("opening", "opening-10"),
    room("evaluation"),
    room("opening", "opening-2"),
  ];
  expect(sortRooms(rooms).map((one) => one.room)).toEqual([
    "opening-2",
    "opening-10",
    "evaluation-1",
    "draw-1",
  ]);
});

const booking = (changes: Partial<Booking> = {}): Booking => ({
  booking: "b-1",
  room: "evaluation-1",
  roomName: "评标一室",
  zone: "evaluation",
  use: "evaluation",
  ocid: "ocds-mj0001-secret",
  lotId: undefined,
  title: "月湖排水",
  officer: { account: "centre-1", name: "罗见微", department: { id: "centre", name: "中心" } },
  ...span("02T09:00", "02T11:00"),
  ...changes,
});

test("of a booking that a reader may not see only its time is left", () => {
  const [masked] = maskBookings([booking()], []);
  expect(masked).toEqual({
    booking: "b-1",
    room: "evaluation-1",
    ...span("02T09:00", "02T11:00"),
    isSeen: false,
  });
  expect(maskBookings([booking({ cancelledAt: at("01T09:00") })], [])).toEqual([]);
  expect(maskBookings([booking()], [booking()])[0]).toMatchObject({
    title: "月湖排水",
    by: "中心",
  });
});

test("a booking has the project's title without the words of its notice", () => {
  expect(bookingTitle("港口路施工公开招标公告")).toBe("港口路施工");
  expect(bookingTitle("招标公告")).toBe("招标公告");
  expect(bookingTitle("长".repeat(500))).toHaveLength(400);
});

test("who holds a closed room is said as a unit, who holds an open one by its title", () => {
  expect(holderText(booking())).toBe("中心");
  expect(holderText(booking({ zone: "opening" }))).toBe("月湖排水");
  expect(momentText("2026-03-02T01:05:00.000Z")).toBe("3月2日 09:05");
});
