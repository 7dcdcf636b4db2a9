/** Days of a year as the picture shows them, and a notice as rows of a form. Pure. */
import type { CalendarYearContent } from "../../../../contract/src/statutes.ts";

export type DayMark = "work" | "weekend" | "off" | "makeUp";

export interface YearDay {
  readonly date: string;
  readonly mark: DayMark;
  /** Of the holiday. */
  readonly name?: string;
}

type Notice = Pick<CalendarYearContent, "off" | "makeUp">;

const DAY_MS = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** Monday is 0. */
export const columnOf = (day: string): number => (new Date(at(day)).getUTCDay() + 6) % 7;

/** The months of a year; `next` settles days of its December, too. */
export function monthsOf(year: number, notice: Notice, next?: Notice): readonly YearDay[][] {
  return Array.from({ length: 12 }, (_, month) => {
    const days: YearDay[] = [];
    const end = Date.UTC(year, month + 1, 1);
    for (let ms = Date.UTC(year, month, 1); ms < end; ms += DAY_MS) {
      const date = dayOf(ms);
      days.push(dayIn(date, next) ?? dayIn(date, notice) ?? plainDay(date));
    }
    return days;
  });
}

function dayIn(date: string, notice: Notice | undefined): YearDay | undefined {
  const name = notice?.off[date];
  if (name !== undefined) return { date, mark: "off", name };
  const isMakeUp = notice?.makeUp.includes(date) === true && columnOf(date) > 4;
  return isMakeUp ? { date, mark: "makeUp" } : undefined;
}

const plainDay = (date: string): YearDay => ({
  date,
  mark: columnOf(date) > 4 ? "weekend" : "work",
});

export function countMarks(months: readonly (readonly YearDay[])[]): Record<DayMark, number> {
  const counts = { work: 0, weekend: 0, off: 0, makeUp: 0 };
  for (const { mark } of months.flat()) counts[mark] += 1;
  return counts;
}

/** A holiday as a notice says it: from one day to another. */
export interface HolidayRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Days off in rows: neighbours with one name are one row. */
export function rowsOf(off: CalendarYearContent["off"]): HolidayRow[] {
  const rows: HolidayRow[] = [];
  for (const [date, name] of Object.entries(off).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const last = rows.at(-1);
    if (last !== undefined && last.name === name && dayOf(at(last.to) + DAY_MS) === date)
      rows[rows.length - 1] = { ...last, to: date };
    else rows.push({ name, from: date, to: date });
  }
  return rows;
}

const MOST_DAYS = 60;

/** The other way round; a row that is not filled in is left out. */
export function offOf(rows: readonly HolidayRow[]): CalendarYearContent["off"] {
  const off: Record<string, string> = {};
  for (const { name, from, to } of rows) {
    const [first, last] = [at(from), at(to === "" ? from : to)];
    if (Number.isNaN(first) || Number.isNaN(last) || name.trim() === "") continue;
    const end = Math.min(last, first + MOST_DAYS * DAY_MS);
    for (let ms = first; ms <= end; ms += DAY_MS) off[dayOf(ms)] = name.trim();
  }
  return off;
}
