/** How much of a clock is left, in the unit in which it is counted. Pure. */
import type { ClockMark, ExplainedClock } from "../../../../contract/src/voices.ts";
import { daysBetween } from "../../ui/dates.ts";

export type Remaining =
  | { readonly state: "unknown"; readonly year?: number }
  | { readonly state: "left" | "today" | "late"; readonly count: number };

type Counted = Pick<ExplainedClock, "due" | "strip" | "year">;

/** Counted days after today up to the last one; when it is over, calendar days since. */
export function remainingOf({ due, strip, year }: Counted, today: string): Remaining {
  if (due === null) return { state: "unknown", ...(year === undefined ? {} : { year }) };
  if (due < today) return { state: "late", count: daysBetween(due, today) };
  if (due === today) return { state: "today", count: 0 };
  const ahead = strip.filter(({ kind, date }) => kind === "counted" && date > today);
  return { state: "left", count: ahead.length };
}

/** Of a mark in a list, in calendar days; by the hour where there is only an instant. */
export interface MarkRemaining {
  readonly state: "unknown" | "left" | "today" | "late";
  readonly unit: "day" | "hour";
  readonly count: number;
}

const HOUR_MS = 3_600_000;
/** From here on nobody counts hours. */
const MOST_HOURS = 48;

export function markRemaining(
  { dueOn, dueAt }: ClockMark,
  now: Date,
  today: string,
): MarkRemaining {
  if (dueOn !== undefined) {
    const days = daysBetween(today, dueOn);
    const state = days < 0 ? "late" : days === 0 ? "today" : "left";
    return { state, unit: "day", count: Math.abs(days) };
  }
  if (dueAt === undefined) return { state: "unknown", unit: "day", count: 0 };
  const hours = (Date.parse(dueAt) - now.getTime()) / HOUR_MS;
  if (hours < -MOST_HOURS) return { state: "late", unit: "day", count: Math.floor(-hours / 24) };
  if (hours <= 0) return { state: "late", unit: "hour", count: Math.floor(-hours) };
  return { state: hours <= 24 ? "today" : "left", unit: "hour", count: Math.ceil(hours) };
}
