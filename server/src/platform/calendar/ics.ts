/** Days of a calendar as a file for calendar programs (RFC 5545; to be sent as text/calendar; charset=utf-8). Pure: the stamp is given. */
import type { PlainDate } from "../../kernel/plain-date.ts";

export interface CalendarDay {
  /** Unique in the world and the same at every export, so that an import again moves the entry (§3.8.4.7). */
  readonly uid: string;
  /** When what it says was known (DTSTAMP). */
  readonly stampedAt: Date;
  readonly on: PlainDate;
  /** Last day of several; absent: one day. */
  readonly lastOn?: PlainDate;
  readonly summary: string;
  readonly description?: string;
  readonly url?: string;
  /** A day that is only expected is TENTATIVE (§3.8.1.11). */
  readonly provisional?: boolean;
  /** Whole days before the first moment of the day. */
  readonly remindDaysBefore?: number;
}

export interface CalendarFile {
  readonly name: string;
  readonly days: readonly CalendarDay[];
}

const LINE_OCTETS = 75;
const octets = (text: string): number => Buffer.byteLength(text, "utf8");

/** §3.1: lines of at most 75 octets, continued after a space; a character is never cut. */
function folded(line: string): string {
  const lines = [""];
  for (const sign of line.toWellFormed()) {
    const last = lines.at(-1) ?? "";
    if (octets(last) + octets(sign) > LINE_OCTETS) lines.push(` ${sign}`);
    else lines[lines.length - 1] = last + sign;
  }
  return lines.join("\r\n");
}

// oxlint-disable-next-line no-control-regex -- §3.1 has no place for these
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** §3.3.11: backslash, semicolon, comma and line breaks. */
const textOf = (text: string): string =>
  text
    .replaceAll(CONTROL, "")
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`);

/** A value that is no text must not bring in a line of its own. */
const uriOf = (uri: string): string => uri.replaceAll(/\s/g, "");

const nextDay = (day: PlainDate): PlainDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const dateOf = (day: PlainDate): string => day.replaceAll("-", "");

/** §3.3.5, form 2: UTC. */
const stampOf = (instant: Date): string =>
  instant.toISOString().replaceAll(/[-:]/g, "").replace(/\.\d+/, "");

const alarmOf = (daysBefore: number, summary: string): string[] => [
  "BEGIN:VALARM",
  "ACTION:DISPLAY",
  `DESCRIPTION:${textOf(summary)}`,
  `TRIGGER:-P${daysBefore}D`,
  "END:VALARM",
];

/** DTEND of whole days is the day after the last one (§3.6.1). */
function eventOf(day: CalendarDay): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${textOf(day.uid)}`,
    `DTSTAMP:${stampOf(day.stampedAt)}`,
    `DTSTART;VALUE=DATE:${dateOf(day.on)}`,
    `DTEND;VALUE=DATE:${dateOf(nextDay(day.lastOn ?? day.on))}`,
    `SUMMARY:${textOf(day.summary)}`,
    ...(day.description === undefined ? [] : [`DESCRIPTION:${textOf(day.description)}`]),
    ...(day.url === undefined ? [] : [`URL:${uriOf(day.url)}`]),
    `STATUS:${day.provisional === true ? "TENTATIVE" : "CONFIRMED"}`,
    "TRANSP:TRANSPARENT",
    ...(day.remindDaysBefore === undefined ? [] : alarmOf(day.remindDaysBefore, day.summary)),
    "END:VEVENT",
  ];
}

export function calendarFile({ name, days }: CalendarFile): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Mingjing//Days//ZH",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${textOf(name)}`,
    ...days.flatMap(eventOf),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}
