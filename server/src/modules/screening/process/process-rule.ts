/** The shape of a rule about a process: a manifest and one pure function over its timeline. */
import {
  addCalendarDays,
  type Calendar,
  countDays,
  createCalendar,
  publishedYears,
} from "../../../../../clocks/src/index.ts";
import { plainDateOf } from "../../../kernel/plain-date.ts";
import type { Manifest } from "../indicator.ts";
import type { Timeline } from "./timeline.ts";

export type ProcessOutcome =
  | { readonly outcome: "hit" | "noHit"; readonly value: string }
  | { readonly outcome: "notComputable"; readonly reason: string };

export interface ProcessRule {
  readonly manifest: Manifest;
  readonly run: (timeline: Timeline) => ProcessOutcome;
}

export const missing = (reason: string): ProcessOutcome => ({ outcome: "notComputable", reason });

export const judged = (isHit: boolean, value: string): ProcessOutcome => ({
  outcome: isHit ? "hit" : "noHit",
  value,
});

/** Day of an instant in Asia/Shanghai. */
export const dayOf = (instant: string): string => plainDateOf(new Date(instant));

const calendar: Calendar = createCalendar(publishedYears);

/**
 * Last day of a period of calendar days after a day: a period that ends on a day of rest ends on the next working day
 * (民法典 203). A year whose notice is not out counts without holidays.
 */
export function lastDayOf(start: string, days: number): string {
  const rule = { unit: "calendarDay", length: days } as const;
  const { due } = countDays({ rule, startOn: start, pauses: [], calendar });
  return due ?? addCalendarDays(start, days);
}
