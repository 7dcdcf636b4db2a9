/** How long a file of the edge log is kept, by its name. Pure. */
import { dayAfter, monthsAfter, type PlainDate } from "../../kernel/plain-date.ts";

const MONTHS = 6;

/** `YYYY-MM-DD-<random>.sealed`: the day in Asia/Shanghai, and nothing else that says when. */
export const fileNameOf = (day: PlainDate, random: string): string => `${day}-${random}.sealed`;

/** The day of a file; undefined if it is none of the log. */
export const dayOfFile = (name: string): PlainDate | undefined =>
  /^(\d{4}-\d{2}-\d{2})-[0-9a-f]{16}\.sealed$/.exec(name)?.[1];

/**
 * Last day of the six months that network logs must be kept (CSL-23): the corresponding day of the sixth month, or the
 * last of that month if it has none (MFD-202); the day of the record does not count (MFD-201). Always later than day
 * 181 counted from the record's own day: six months are 181 to 184 days.
 */
export const keptUntil = (day: PlainDate): PlainDate => monthsAfter(day, MONTHS);

/** The first day on which a record of `day` must be gone. */
export const deletedOn = (day: PlainDate): PlainDate => dayAfter(keptUntil(day));
