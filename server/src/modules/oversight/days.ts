/** Days of the city, counted. Pure. */
import { dayAfter, plainDateOf } from "../../kernel/plain-date.ts";
import type { KnownLaw } from "../complaints/index.ts";

/** Both days included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const dayOf = (instant: string): string => plainDateOf(new Date(instant));

/** Calendar days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Working days after one day up to another; undefined when a year has no notice of holidays. */
export function workingDays(
  from: string,
  to: string,
  { calendar }: Pick<KnownLaw, "calendar">,
): number | undefined {
  let count = 0;
  for (let day = from; day < to;) {
    day = dayAfter(day);
    if (!calendar.isPublished(Number(day.slice(0, 4)))) return undefined;
    if (calendar.isWorkingDay(day)) count += 1;
  }
  return count;
}
