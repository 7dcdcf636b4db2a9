/** Days and appointments as a file for calendar programs (RFC 5545; to be sent as text/calendar; charset=utf-8). Pure: the stamp is given. */
import { dayAfter, type PlainDate } from "../../kernel/plain-date.ts";

interface CalendarEntry {
  /** Unique in the world and the same at every export, so that an import again moves the entry (§3.8.4.7). */
  readonly uid: string;
  /** When what it says was known (DTSTAMP). */
  readonly stampedAt: Date;
  readonly summary: string;
  readonly description?: string;
  readonly url?: string;
}

/** From one instant to another; keeps its time in the reader's day. */
export interface CalendarTime extends CalendarEntry {
  readonly from: Date;
  readonly to: Date;
  readonly location?: string;
}

export interface CalendarDay extends CalendarEntry {
  readonly on: PlainDate;
  /** Last day of several; absent: one day. */
  readonly lastOn?: PlainDate;
  /** A day that is only expected is TENTATIVE (§3.8.1.11). */
  readonly provisional?: boolean;
  /** Whole days before the first moment of the day. */
  readonly remindDaysBefore?: number;
}

export interface CalendarFile {
  readonly name: string;
  readonly days: readonly (CalendarDay | CalendarTime)[];
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
const dayLines = ({ on, lastOn, provisional, remindDaysBefore, summary }: CalendarDay) => ({
  when: [`DTSTART;VALUE=DATE:${dateOf(on)}`, `DTEND;VALUE=DATE:${dateOf(dayAfter(lastOn ?? on))}`],
  state: [`STATUS:${provisional === true ? "TENTATIVE" : "CONFIRMED"}`, "TRANSP:TRANSPARENT"],
  alarm: remindDaysBefore === undefined ? [] : alarmOf(remindDaysBefore, summary),
});

const timeLines = ({ from, to, location }: CalendarTime) => ({
  when: [`DTSTART:${stampOf(from)}`, `DTEND:${stampOf(to)}`],
  state: [...(location === undefined ? [] : [`LOCATION:${textOf(location)}`]), "STATUS:CONFIRMED"],
  alarm: [],
});

function eventOf(entry: CalendarDay | CalendarTime): string[] {
  const { when, state, alarm } = "on" in entry ? dayLines(entry) : timeLines(entry);
  return [
    "BEGIN:VEVENT",
    `UID:${textOf(entry.uid)}`,
    `DTSTAMP:${stampOf(entry.stampedAt)}`,
    ...when,
    `SUMMARY:${textOf(entry.summary)}`,
    ...(entry.description === undefined ? [] : [`DESCRIPTION:${textOf(entry.description)}`]),
    ...(entry.url === undefined ? [] : [`URL:${uriOf(entry.url)}`]),
    ...state,
    ...alarm,
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
