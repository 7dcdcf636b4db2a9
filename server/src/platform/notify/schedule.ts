/** When a message may leave: quiet hours and the daily digest, in minutes of the day in Asia/Shanghai. Pure. */

export interface Schedule {
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  readonly digestAt: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** China keeps UTC+8 all year. */
const OFFSET_MS = 8 * 60 * MINUTE_MS;
/** Facts that come together make one message. */
const GATHER_MS = MINUTE_MS;

const minuteOf = (instant: number): number =>
  Math.floor((instant + OFFSET_MS) / MINUTE_MS) % DAY_MINUTES;

/** The first instant not before `from` at this minute of the day. */
function nextAt(from: number, minute: number): number {
  const wait = (minute - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES;
  const start = Math.floor(from / MINUTE_MS) * MINUTE_MS + wait * MINUTE_MS;
  return start < from ? start + DAY_MINUTES * MINUTE_MS : start;
}

function isQuiet(minute: number, from: number, to: number): boolean {
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Moves an instant out of the quiet hours. */
export function afterQuiet(at: Date, { quietFrom, quietTo }: Schedule): Date {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return at;
  const instant = at.getTime();
  return isQuiet(minuteOf(instant), quietFrom, quietTo) ? new Date(nextAt(instant, quietTo)) : at;
}

/** When a message about something that happened now is due. */
export function dueAt(now: Date, schedule: Schedule): Date {
  const { digestAt } = schedule;
  const earliest = digestAt === null ? now.getTime() + GATHER_MS : nextAt(now.getTime(), digestAt);
  return afterQuiet(new Date(earliest), schedule);
}

/** Minutes of `HH:MM`. */
export const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** `HH:MM` of minutes. */
export const timeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const BACKOFF_MINUTES = [1, 5, 15, 60, 240];

/** When to try again after this many attempts; undefined: give up. */
export function retryAt(now: Date, attempts: number): Date | undefined {
  const minutes = BACKOFF_MINUTES[attempts - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * MINUTE_MS);
}
