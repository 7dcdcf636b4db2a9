/** Dates and times as officers read them, always in the zone of the city, never of the browser. */
import { groupBy, sorted } from "./lists.ts";

const ZONE = "Asia/Shanghai";

const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

function partsOf(instant: Date): Readonly<Record<string, string>> {
  return Object.fromEntries(PARTS.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** Calendar day `YYYY-MM-DD` of an RFC 3339 instant; a plain day is returned as it is. */
export function dayOf(instant: string | Date): string {
  if (typeof instant === "string" && /^\d{4}-\d{2}-\d{2}$/.test(instant)) return instant;
  const date = typeof instant === "string" ? new Date(instant) : instant;
  if (Number.isNaN(date.getTime())) return String(instant);
  const parts = partsOf(date);
  return `${parts["year"]}-${parts["month"]}-${parts["day"]}`;
}

/** `HH:MM`, 24 hours. */
export function timeOf(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const parts = partsOf(date);
  return `${parts["hour"]}:${parts["minute"]}`;
}

/** `HH:MM:SS`, 24 hours. */
export function secondOf(instant: string | number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return String(instant);
  const parts = partsOf(date);
  return `${parts["hour"]}:${parts["minute"]}:${parts["second"]}`;
}

/** `2026-10-14 10:42`; a plain day stays a day. */
export function dayAndTime(instant: string): string {
  const day = dayOf(instant);
  return day === instant ? day : `${day} ${timeOf(instant)}`;
}

/** So many calendar days after a day. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Whole calendar days from one day to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Groups rows by a day, newest day first; inside a day the order of the rows stays. */
export function groupByDay<Row>(
  rows: readonly Row[],
  dayOfRow: (row: Row) => string,
): readonly (readonly [string, readonly Row[]])[] {
  return sorted(groupBy(rows, dayOfRow), ([left], [right]) => (left < right ? 1 : -1));
}
