/** Calendar days in Asia/Shanghai (contracts.md §3). China keeps UTC+8 all year since 1992. */

export type PlainDate = string & { readonly __plainDate?: never };

const formatter = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The day in Asia/Shanghai on which an instant falls. */
export function plainDateOf(instant: Date): PlainDate {
  return formatter.format(instant);
}

/** First instant of a day in Asia/Shanghai. */
export const startOfDay = (day: PlainDate): string =>
  new Date(Date.parse(`${day}T00:00:00+08:00`)).toISOString();

/** The same day of a later month, or its last (民法典202). */
export function monthsAfter(day: PlainDate, months: number): PlainDate {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, days));
  return first.toISOString().slice(0, 10);
}

export const dayAfter = (day: PlainDate, days = 1): PlainDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
