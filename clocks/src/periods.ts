/** Lengths between two days, for limits that are not the clock of a voice. Pure. */
import { type Calendar } from "./calendar.ts";
import { type Day, dayOf, numberOf } from "./day.ts";

/** Calendar days from one day to another; negative when the second is the earlier. */
export const daysFromTo = (from: Day, to: Day): number => numberOf(to) - numberOf(from);

/** The n-th calendar day after a day, which is not counted. A minimum time is not moved by rest days. */
export const addCalendarDays = (from: Day, n: number): Day => dayOf(numberOf(from) + n);

/** Working days after one day up to another, both ways of counting as in `addWorkingDays`. @throws CalendarNotPublished */
export function workingDaysFromTo(from: Day, to: Day, calendar: Calendar): number {
  let count = 0;
  for (let number = numberOf(from) + 1; number <= numberOf(to); number += 1)
    if (calendar.isWorkingDay(dayOf(number))) count += 1;
  return count;
}
