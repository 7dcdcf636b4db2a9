import { describe, expect, test } from "vitest";

import { camerasDuring, type Channel, type Registration, staysIn, staysOf } from "./channel.ts";

const desk: Channel = {
  channel: "desk",
  room: "opening-1",
  title: "主持席",
  view: "hostDesk",
  source: "rtsp",
  isInUse: true,
};
const at = (hour: number) => `2026-06-01T${String(hour).padStart(2, "0")}:00:00.000Z`;
const registered = (hour: number, more: Partial<Channel> = {}): Registration => ({
  channel: { ...desk, ...more },
  at: at(hour),
});

describe("a camera stays in a room", () => {
  test("until it hangs in another, and there from then on", () => {
    const stays = staysOf([registered(1), registered(4, { room: "evaluation-1" })]);
    expect(stays.map(({ channel: { room }, from, to }) => [room, from, to])).toEqual([
      ["opening-1", at(1), at(4)],
      ["evaluation-1", at(4), undefined],
    ]);
  });

  test("under another title or view as well, known by its last one", () => {
    const [stay, ...more] = staysOf([registered(1), registered(2, { title: "主席台" })]);
    expect(more).toEqual([]);
    expect(stay).toMatchObject({ from: at(1), channel: { title: "主席台" } });
  });

  test("until it is taken out of use; registering it out of use again begins nothing", () => {
    const out = { isInUse: false };
    const stays = staysOf([registered(1), registered(3, out), registered(4, out), registered(6)]);
    expect(stays.map(({ from, to }) => [from, to])).toEqual([
      [at(1), at(3)],
      [at(6), undefined],
    ]);
  });

  test("a span touches it with more than its end", () => {
    const stays = staysOf([registered(2), registered(4, { isInUse: false })]);
    const hit = (from: number, to: number) =>
      staysIn(stays, { from: at(from), to: at(to) }).length > 0;
    expect([hit(0, 2), hit(0, 3), hit(3, 5), hit(4, 5)]).toEqual([false, true, true, false]);
  });
});

describe("the cameras of a room in a span", () => {
  const of = (registrations: readonly Registration[]) =>
    camerasDuring(staysOf(registrations), { room: "opening-1", from: at(2), to: at(8) })
      .toSorted((a, b) => a.channel.channel.localeCompare(b.channel.channel))
      .map(({ channel, from, to }) => [channel.channel, from, to]);

  test("one that hung there before, one that came, one that went; none that came later or hangs elsewhere", () => {
    expect(
      of([
        registered(1),
        registered(1, { channel: "went" }),
        registered(3, { channel: "came" }),
        registered(5, { channel: "went", room: "evaluation-1" }),
        registered(5, { channel: "elsewhere", room: "evaluation-1" }),
        registered(9, { channel: "later" }),
      ]),
    ).toEqual([
      ["came", at(3), at(8)],
      ["desk", at(2), at(8)],
      ["went", at(2), at(5)],
    ]);
  });

  test("taken out of use and in again it was there from the first moment to the last: the hole is its own", () => {
    const out = { isInUse: false };
    expect(of([registered(1), registered(3, out), registered(6)])).toEqual([
      ["desk", at(2), at(8)],
    ]);
  });
});
