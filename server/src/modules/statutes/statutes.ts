/** Calendar and law as published with the program and as entered since. Pure. */
import {
  type Calendar,
  createCalendar,
  createLaw,
  type Law,
  publishedLaw,
  publishedYears,
  withYears,
} from "../../../../clocks/src/index.ts";
import type { ArticleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import type { CalendarYearEntered } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";

/** What was entered, with the instant at which it was approved. */
export type Dated<Entry> = Entry & { readonly enteredAt: string };

export interface Entries {
  /** Every version, oldest first. */
  readonly years: readonly Dated<CalendarYearEntered>[];
  readonly articles: readonly Dated<ArticleEntered>[];
}

export interface Statutes {
  readonly entries: Entries;
  readonly calendar: Calendar;
  readonly law: Law;
}

export const NOTHING_ENTERED: Entries = { years: [], articles: [] };

/** Of a year or an article the highest version counts. */
export function statutesOf(entries: Entries): Statutes {
  return {
    entries,
    calendar: createCalendar(withYears(publishedYears, entries.years)),
    law: createLaw(publishedLaw, entries.articles),
  };
}

/** The working days as they were known at an instant: by what was entered until then. */
export function calendarKnownAt({ entries, calendar }: Statutes, at: string): Calendar {
  const until = entries.years.filter(({ enteredAt }) => enteredAt <= at);
  if (until.length === entries.years.length) return calendar;
  return createCalendar(withYears(publishedYears, until));
}

/** Which version of a year is counted by: `published`, or the number of the entry; undefined: not published. */
export function versionOfYear({ entries, calendar }: Statutes, year: number): string | undefined {
  const entered = entries.years.findLast((one) => one.year === year);
  if (entered !== undefined) return `${year}/${entered.version}`;
  return calendar.isPublished(year) ? `${year}/published` : undefined;
}
