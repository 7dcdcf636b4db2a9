import { describe, expect, test } from "vitest";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Booking } from "../venue/index.ts";
import type { Channel } from "./channel.ts";
import { bindingOf, windowOf } from "./viewing.ts";

const channel: Channel = {
  channel: "evaluation-1-room",
  room: "evaluation-1",
  title: "评标席",
  view: "room",
  source: "rtsp",
  isInUse: true,
};
const booking: Booking = {
  booking: "b-1",
  room: "evaluation-1",
  roomName: "评标一室",
  zone: "evaluation",
  use: "evaluation",
  ocid: "ocds-mj0001-A",
  lotId: undefined,
  title: "评标",
  from: "2026-03-02T02:00:00.000Z",
  to: "2026-03-02T06:00:00.000Z",
  officer: { account: "c", name: "罗见微", department: { id: "c", name: "中心" } },
};
const NOON = Date.parse("2026-03-02T04:00:00.000Z");
const live = (now: number, ocid = "ocds-mj0001-A") => ({
  wanted: { channel: channel.channel, ocid },
  now,
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return "done";
  } catch (error) {
    return error instanceof RuleViolation ? error.code : String(error);
  }
};

describe("a camera belongs to a project while its room is booked for it", () => {
  test.each([
    ["in the middle", NOON, "done"],
    ["a quarter of an hour before", Date.parse("2026-03-02T01:45:00Z"), "done"],
    ["sixteen minutes before", Date.parse("2026-03-02T01:44:00Z"), "video.not-bound"],
    ["sixteen minutes after", Date.parse("2026-03-02T06:16:00Z"), "video.not-bound"],
  ])("%s", (_when, now, code) => {
    expect(codeOf(() => bindingOf(live(now), channel, [booking]))).toBe(code);
  });

  test("not to another project, nor by a cancelled booking, nor by another room", () => {
    const codes = [
      () => bindingOf(live(NOON, "ocds-mj0001-B"), channel, [booking]),
      () => bindingOf(live(NOON), channel, [{ ...booking, cancelledAt: booking.from }]),
      () => bindingOf(live(NOON), { ...channel, room: "evaluation-2" }, [booking]),
    ].map(codeOf);
    expect(codes).toEqual(Array.from({ length: 3 }, () => "video.not-bound"));
  });

  test("a recording may not reach out of the booking, into the future or backwards", () => {
    const of = (from: string, to: string) =>
      codeOf(() =>
        bindingOf(
          {
            wanted: { channel: channel.channel, ocid: "ocds-mj0001-A", recorded: { from, to } },
            now: Date.parse("2026-03-03T00:00:00Z"),
          },
          channel,
          [booking],
        ),
      );
    expect(of("2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z")).toBe("done");
    expect(of("2026-03-02T02:00:00Z", "2026-03-02T07:00:00Z")).toBe("video.not-bound");
    expect(of("2026-03-02T03:00:00Z", "2026-03-02T02:00:00Z")).toBe("video.span-invalid");
    expect(of("2026-03-02T23:00:00Z", "2026-03-03T01:00:00Z")).toBe("video.span-invalid");
  });
});

describe("a purpose", () => {
  const open: Booking = { ...booking, zone: "opening" };
  test("is not asked for the live opening, and asked for the closed zone and any recording", () => {
    expect(windowOf(live(NOON), open).needsPurpose).toBe(false);
    expect(codeOf(() => windowOf(live(NOON), booking))).toBe("video.purpose-needed");
    const recorded = { from: "2026-03-02T02:00:00Z", to: "2026-03-02T03:00:00Z" };
    const wanted = { ...live(NOON).wanted, recorded };
    expect(codeOf(() => windowOf({ wanted, now: NOON }, open))).toBe("video.purpose-needed");
  });

  test("a purpose without a reason is no purpose; with both the window ends", () => {
    const wanted = { ...live(NOON).wanted, purpose: "complaint" as const };
    expect(codeOf(() => windowOf({ wanted, now: NOON }, booking))).toBe("video.purpose-needed");
    const whole = { ...wanted, reason: "核查投诉", minutes: 45 };
    expect(windowOf({ wanted: whole, now: NOON }, booking).until - NOON).toBe(45 * 60_000);
  });
});
