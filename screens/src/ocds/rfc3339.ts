/** Instants as RFC 3339 writes them: date, time and offset, all needed; `T`, `t` or a space between. Read from bytes. */

export interface Instant {
  /** Whole seconds since 1970, rounded down. */
  readonly seconds: number;
  /** In [0, 1). */
  readonly fraction: number;
}

/** Length of a date and time without fraction and offset. */
const TIME = 19;

/** undefined: not of this form, or no such time. */
export function instantOf(bytes: Uint8Array, from: number, to: number): Instant | undefined {
  if (to - from <= TIME || !hasMarks(bytes, from)) return undefined;
  const year = digitsAt(bytes, from, 4);
  const month = digitsAt(bytes, from + 5, 2);
  const day = digitsAt(bytes, from + 8, 2);
  const days = daysOf(year, month, day);
  const hour = digitsAt(bytes, from + 11, 2);
  const minute = digitsAt(bytes, from + 14, 2);
  // A leap second stands at 60.
  const second = digitsAt(bytes, from + 17, 2);
  if (!(days !== undefined && hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  let at = from + TIME;
  let fraction = 0;
  if (bytes[at] === 0x2e) {
    const begin = at + 1;
    at = begin;
    for (let unit = 0.1; at < to && isDigit(bytes[at]); unit /= 10, at += 1)
      fraction += ((bytes[at] as number) - 0x30) * unit;
    if (at === begin) return undefined;
  }
  const offset = offsetAt(bytes, at, to);
  if (offset === undefined) return undefined;
  return {
    seconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset * 60,
    fraction: Math.min(fraction, 1 - Number.EPSILON),
  };
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** `-`, `-`, T or a space, `:` and `:` at their places. */
function hasMarks(bytes: Uint8Array, from: number): boolean {
  const between = bytes[from + 10];
  return (
    bytes[from + 4] === 0x2d &&
    bytes[from + 7] === 0x2d &&
    (between === 0x54 || between === 0x74 || between === 0x20) &&
    bytes[from + 13] === 0x3a &&
    bytes[from + 16] === 0x3a
  );
}

/** NaN where one is no digit. */
function digitsAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    if (!isDigit(bytes[at])) return Number.NaN;
    value = value * 10 + (bytes[at] as number) - 0x30;
  }
  return value;
}

/** Minutes east of Greenwich: `Z`, `z`, `+08:00`. */
function offsetAt(bytes: Uint8Array, at: number, to: number): number | undefined {
  const sign = bytes[at];
  if (to - at === 1) return sign === 0x5a || sign === 0x7a ? 0 : undefined;
  if (to - at !== 6 || bytes[at + 3] !== 0x3a || (sign !== 0x2b && sign !== 0x2d)) return undefined;
  const hour = digitsAt(bytes, at + 1, 2);
  const minute = digitsAt(bytes, at + 4, 2);
  if (!(hour <= 23 && minute <= 59)) return undefined;
  return (sign === 0x2d ? -1 : 1) * (hour * 60 + minute);
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days since 1970 of the Gregorian calendar, carried back before its beginning. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const length = LENGTHS[month - 1];
  if (length === undefined || Number.isNaN(year)) return undefined;
  if (!(day >= 1 && day <= length + (month === 2 && isLeap(year) ? 1 : 0))) return undefined;
  // Years begin in March, so that the leap day is the last of a year (Hinnant, days_from_civil).
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}
