/** How long a file of the edge log is kept, by its name. Pure. */
import { dayAfter, type PlainDate } from "../../kernel/plain-date.ts";

const MONTHS = 6;

/** `YYYY-MM-DD-<random>.sealed`: the day in Asia/Shanghai, and nothing else that says when. */
export const fileNameOf = (day: PlainDate, random: string): string => `${day}-${random}.sealed`;

/** The day of a file; undefined if it is none of the log. */
export const dayOfFile = (name: string): PlainDate | undefined =>
  /^(\d{4}-\d{2}-\d{2})-[0-9a-f]{16}\.sealed$/.exec(name)?.[1];

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/**
 * Last day of the six months that network logs must be kept (CSL-23): the corresponding day of the sixth month, or the
 * last of that month if it has none (MFD-202); the day of the record does not count (MFD-201). Always later than day
 * 181 counted from the record's own day: six months are 181 to 184 days.
 */
export function keptUntil(day: PlainDate): PlainDate {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const months = year * 12 + month - 1 + MONTHS;
  const [lastYear, lastMonth] = [Math.floor(months / 12), months % 12];
  const last = Math.min(date, daysIn(lastYear, lastMonth));
  return new Date(Date.UTC(lastYear, lastMonth, last)).toISOString().slice(0, 10);
}

/** The first day on which a record of `day` must be gone. */
export const deletedOn = (day: PlainDate): PlainDate => dayAfter(keptUntil(day));
