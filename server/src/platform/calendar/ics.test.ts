/** RFC 5545, read back by a reader of our own: unfold, split, unescape. */
import { array, assert, date, integer, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { type CalendarDay, calendarFile } from "./ics.ts";

const aDay = (day: Partial<CalendarDay> = {}): CalendarDay => ({
  uid: "voice-7-reply@mingjing",
  stampedAt: new Date("2026-09-28T03:04:05.678Z"),
  on: "2026-10-14",
  summary: "答复期限",
  ...day,
});

const dayOf = (offset: number): string =>
  new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);

const linesOf = (text: string): string[] => text.replaceAll("\r\n ", "").split("\r\n");

const unescaped = (text: string): string =>
  text.replaceAll(/\\([\\;,n])/g, (_, sign: string) => (sign === "n" ? "\n" : sign));

function valueOf(text: string, name: string): string | undefined {
  const line = linesOf(text).find((one) => one.startsWith(`${name}:`));
  return line === undefined ? undefined : unescaped(line.slice(name.length + 1));
}

describe("calendar file", () => {
  test("a whole day: date without time, the end is the day after, the stamp in UTC", () => {
    expect(linesOf(calendarFile({ name: "期限", days: [aDay()] }))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Mingjing//Days//ZH",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "X-WR-CALNAME:期限",
      "BEGIN:VEVENT",
      "UID:voice-7-reply@mingjing",
      "DTSTAMP:20260928T030405Z",
      "DTSTART;VALUE=DATE:20261014",
      "DTEND;VALUE=DATE:20261015",
      "SUMMARY:答复期限",
      "STATUS:CONFIRMED",
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  test("several days end after the last one, also over the end of the year", () => {
    const text = calendarFile({
      name: "",
      days: [aDay({ on: "2026-12-30", lastOn: "2026-12-31" })],
    });
    expect(text).toContain("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270101\r\n");
  });

  test("a provisional day is tentative; a reminder comes the asked days before", () => {
    const text = calendarFile({
      name: "",
      days: [aDay({ provisional: true, remindDaysBefore: 2 })],
    });
    expect(text).toContain("STATUS:TENTATIVE\r\n");
    expect(text).toContain(
      "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:答复期限\r\nTRIGGER:-P2D\r\n",
    );
  });

  test("§3.3.11: backslash, comma, semicolon and line breaks are escaped, and no text makes a line of its own", () => {
    const summary = "一;二,三\\四\r\nEND:VEVENT\nBEGIN:VEVENT";
    const text = calendarFile({
      name: "n",
      days: [aDay({ summary, url: "https://a.example/\r\nX:1" })],
    });
    expect(text).toContain(String.raw`SUMMARY:一\;二\,三\\四\nEND:VEVENT\nBEGIN:VEVENT`);
    expect(linesOf(text).filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    expect(text).toContain("URL:https://a.example/X:1\r\n");
  });

  test("§3.1: 75 octets are one line, 76 are two", () => {
    const fill = (count: number) => calendarFile({ name: "x".repeat(count), days: [] });
    const length = 75 - "X-WR-CALNAME:".length;
    expect(fill(length)).toContain(`X-WR-CALNAME:${"x".repeat(length)}\r\nEND`);
    expect(fill(length + 1)).toContain(`X-WR-CALNAME:${"x".repeat(length)}\r\n x\r\nEND`);
  });

  test("whatever the words: no line is longer than 75 octets, each ends in CRLF, unfolding gives the words back", () => {
    const words = string({ unit: "grapheme", maxLength: 120 }).map((text) =>
      text.replaceAll(/\p{Cc}/gu, "").toWellFormed(),
    );
    assert(
      property(words, words, (summary, description) => {
        const text = calendarFile({ name: "n", days: [aDay({ summary, description })] });
        const lines = text.split("\r\n");
        expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
        expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        expect(valueOf(text, "SUMMARY")).toBe(summary);
        expect(valueOf(text, "DESCRIPTION")).toBe(description);
      }),
    );
  });

  test("every day becomes one event in the order given, and the same input gives the same bytes", () => {
    const day = integer({ min: 0, max: 4000 }).map(dayOf);
    const stamp = date({
      min: new Date("2000-01-01"),
      max: new Date("2099-12-31"),
      noInvalidDate: true,
    });
    assert(
      property(array(day, { maxLength: 8 }), stamp, (list, stampedAt) => {
        const days = list.map((on, index) => aDay({ on, stampedAt, uid: `d${index}` }));
        const text = calendarFile({ name: "n", days });
        const starts = [...text.matchAll(/DTSTART;VALUE=DATE:(\d{8})\r\n/g)].map(([, on]) => on);
        expect(starts).toEqual(list.map((on) => on.replaceAll("-", "")));
        expect(calendarFile({ name: "n", days })).toBe(text);
      }),
    );
  });
});
