/**
 * Time of the simulated city: instants are seconds since 1970-01-01T00:00:00Z, days are counted from
 * 1970-01-01 in Asia/Shanghai (UTC+8 all year). Pure arithmetic, no clock and no zone of the machine.
 *
 * LIMITATION: a working day is Monday to Friday without the fixed public holidays below. Moving
 * holidays and make-up working days are not simulated; a statutory clock must use the official calendar.
 */
export type Seconds = number;
export type DayNumber = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
const OFFSET = 8 * HOUR;

/** New Year, Labour Day and National Day, as month-day. */
const CLOSED = new Set([
  "01-01",
  "05-01",
  "05-02",
  "05-03",
  "10-01",
  "10-02",
  "10-03",
  "10-04",
  "10-05",
  "10-06",
  "10-07",
]);

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** Day number of a Gregorian date (Hinnant, "chrono-compatible low-level date algorithms"). */
function dayOf(year: number, month: number, day: number): DayNumber {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const formatted = new Map<DayNumber, string>();

/** `YYYY-MM-DD` of a day number. */
export function formatDay(day: DayNumber): string {
  const known = formatted.get(day);
  if (known !== undefined) return known;
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth + (marchMonth < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const text = `${year}-${two(month)}-${two(dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1)}`;
  formatted.set(day, text);
  return text;
}

/** Day number of `YYYY-MM-DD`. @throws RangeError when the text is no calendar day. */
export function parseDay(text: string): DayNumber {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) throw new RangeError(`not a calendar day: ${text}`);
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (formatDay(day) !== text) throw new RangeError(`not a calendar day: ${text}`);
  return day;
}

/** Seconds of an RFC 3339 instant with offset; fractions are cut. @throws RangeError */
export function parseInstant(text: string): Seconds {
  const milliseconds = /(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant with offset: ${text}`);
  return Math.floor(milliseconds / 1000);
}

/** RFC 3339 with the offset of Asia/Shanghai, whole seconds. */
export function formatInstant(at: Seconds): string {
  const local = Math.floor(at) + OFFSET;
  const day = Math.floor(local / DAY);
  const rest = local - day * DAY;
  const hours = Math.floor(rest / HOUR);
  const minutes = Math.floor((rest - hours * HOUR) / MINUTE);
  return `${formatDay(day)}T${two(hours)}:${two(minutes)}:${two(rest % MINUTE)}+08:00`;
}

/** The day in Asia/Shanghai on which an instant falls. */
export const dayNumberOf = (at: Seconds): DayNumber => Math.floor((at + OFFSET) / DAY);

/** The instant of an hour of the day (9.5 = 09:30) in Asia/Shanghai. */
export const instantOf = (day: DayNumber, hour: number): Seconds =>
  day * DAY - OFFSET + Math.round(hour * HOUR);

export const yearOf = (at: Seconds): string => formatDay(dayNumberOf(at)).slice(0, 4);

export function isWorkingDay(day: DayNumber): boolean {
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday < 5 && !CLOSED.has(formatDay(day).slice(5));
}

/** The day itself if it is a working day, else the next one. */
export function workingDayFrom(day: DayNumber): DayNumber {
  let candidate = day;
  while (!isWorkingDay(candidate)) candidate++;
  return candidate;
}

/** `count` working days later; the start day does not count. */
export function addWorkingDays(day: DayNumber, count: number): DayNumber {
  let candidate = day;
  for (let left = count; left > 0; left--) candidate = workingDayFrom(candidate + 1);
  return candidate;
}
