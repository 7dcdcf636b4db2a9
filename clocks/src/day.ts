/** Calendar days as text YYYY-MM-DD and as numbers; no time, no zone, no clock. */

/** YYYY-MM-DD in Asia/Shanghai. */
export type Day = string;

const MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** Days since 1970-01-01. The text must be a day. */
export const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / MS;

export const dayOf = (number: number): Day => new Date(number * MS).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (number: number): number => (((number + 4) % 7) + 7) % 7;

export const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** True for a day that exists: 2026-02-30 does not. */
export function isDay(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const number = numberOf(text);
  return !Number.isNaN(number) && dayOf(number) === text;
}

/**
 * The day in Asia/Shanghai of a day or an instant (RFC 3339); an instant without offset is of Asia/Shanghai.
 *
 * @returns undefined if the text is neither
 */
export function parseDay(text: string): Day | undefined {
  if (isDay(text)) return text;
  const [, date = "", hour, minute, seconds = ":00", , zone = "+08:00"] = INSTANT.exec(text) ?? [];
  if (!isDay(date)) return undefined;
  const at = Date.parse(`${date}T${hour}:${minute}${seconds.slice(0, 3)}${zone.toUpperCase()}`);
  return Number.isNaN(at) ? undefined : new Date(at + SHANGHAI_MS).toISOString().slice(0, 10);
}
