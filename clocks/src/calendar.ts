/**
 * Working days of China: weekly rest days, and the days off and make-up days of the State Council's yearly notices. A
 * year without a notice is not known: nothing is guessed.
 */
import { type Day, dayOf, numberOf, weekdayOf, yearOf } from "./day.ts";

/** What one notice settles. It may name days of the last week of the year before. */
export interface CalendarYear {
  readonly year: number;
  /** Addresses of the notices. */
  readonly notices: readonly string[];
  /** Days off, with the name of the holiday. */
  readonly off: Readonly<Record<Day, string>>;
  readonly makeUp: readonly Day[];
}

export type DayKind =
  | { readonly kind: "workingDay" | "makeUpDay" | "weekend" }
  | { readonly kind: "holiday"; readonly name: string };

/** A date touches a year whose notice is not out. */
export class CalendarNotPublished extends Error {
  readonly code = "calendar.not-published";
  readonly year: number;
  constructor(year: number) {
    super(`the working days of ${year} are not published`);
    this.name = "CalendarNotPublished";
    this.year = year;
  }
}

export interface Calendar {
  readonly years: readonly CalendarYear[];
  isPublished(year: number): boolean;
  /** @throws CalendarNotPublished */
  kindOf(day: Day): DayKind;
  /** @throws CalendarNotPublished */
  isWorkingDay(day: Day): boolean;
  /** The n-th working day after a day, which is not counted. @throws CalendarNotPublished */
  addWorkingDays(start: Day, n: number): Day;
}

const WEEKEND: DayKind = { kind: "weekend" };
const WORKING: DayKind = { kind: "workingDay" };
const MAKE_UP: DayKind = { kind: "makeUpDay" };

const isWeekend = (day: Day): boolean => [0, 6].includes(weekdayOf(numberOf(day)));

export function createCalendar(given: readonly CalendarYear[]): Calendar {
  const years = given.toSorted((a, b) => a.year - b.year);
  const published = new Set(years.map(({ year }) => year));
  // Of two notices that name a day the later one holds.
  const told = new Map<Day, DayKind>();
  for (const { off, makeUp } of years) {
    for (const [day, name] of Object.entries(off)) told.set(day, { kind: "holiday", name });
    for (const day of makeUp) told.set(day, MAKE_UP);
  }
  const kindOf = (day: Day): DayKind => {
    if (!published.has(yearOf(day))) throw new CalendarNotPublished(yearOf(day));
    const named = told.get(day);
    // A notice may call a plain working day a day of work: it is none of those that make up for a rest day.
    if (named?.kind === "makeUpDay" && !isWeekend(day)) return WORKING;
    return named ?? (isWeekend(day) ? WEEKEND : WORKING);
  };
  const isWorkingDay = (day: Day): boolean => isWorking(kindOf(day));
  return {
    years,
    isPublished: (year) => published.has(year),
    kindOf,
    isWorkingDay,
    addWorkingDays(start, n) {
      if (!Number.isInteger(n) || n < 1) throw new RangeError(`${n} working days: give 1 or more`);
      let number = numberOf(start);
      for (let left = n; left > 0;) {
        number += 1;
        if (isWorkingDay(dayOf(number))) left -= 1;
      }
      return dayOf(number);
    },
  };
}

/** Years as published, with those entered in their place; of two for one year the later in the list holds. */
export function withYears<Year extends CalendarYear>(
  published: readonly CalendarYear[],
  entered: readonly Year[],
): readonly (CalendarYear | Year)[] {
  const years = new Map<number, CalendarYear | Year>(published.map((one) => [one.year, one]));
  for (const one of entered) years.set(one.year, one);
  return [...years.values()];
}

export const isWorking = ({ kind }: DayKind): boolean =>
  kind === "workingDay" || kind === "makeUpDay";
