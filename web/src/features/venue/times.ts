/** Hours of a day in the city, and where bookings stand against them. Pure. */
import type { VenueBooking } from "../../../../contract/src/venue.ts";

/** Hours since midnight. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Hours of the house; a day with something earlier or later shows it. */
const HOUSE: Hours = { from: 8, to: 18 };
const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Nobody books less. */
const LEAST = 0.25;

const midnight = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** Hours since the midnight that begins the day; less than 0 or more than 24 on other days. */
export const hourOf = (day: string, instant: string): number =>
  (Date.parse(instant) - midnight(day)) / HOUR_MS;

/** `2026-03-02T09:30`, as the fields of a form write it. */
export function localOf(day: string, hour: number): string {
  const local = new Date(midnight(day) + hour * HOUR_MS + 8 * HOUR_MS);
  return local.toISOString().slice(0, 16);
}

export const localOfInstant = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * HOUR_MS).toISOString().slice(0, 16);

/** The instant that the field of a form names; the city's time whatever the browser's. */
export const instantOf = (local: string): string => `${local}:00+08:00`;

const within = (hours: Hours): Hours => ({
  from: Math.max(0, hours.from),
  to: Math.min(DAY_HOURS, hours.to),
});

export const hoursOf = (day: string, { from, to }: Pick<VenueBooking, "from" | "to">): Hours =>
  within({ from: hourOf(day, from), to: hourOf(day, to) });

/** Whole hours that a picture of these shows. */
export function shownHours(all: readonly Hours[]): Hours {
  return {
    from: Math.min(HOUSE.from, ...all.map(({ from }) => Math.floor(from))),
    to: Math.max(HOUSE.to, ...all.map(({ to }) => Math.ceil(to))),
  };
}

/** Free times between what is held, from `since` on, within what is shown. */
export function gapsOf(held: readonly Hours[], shown: Hours, since: number): readonly Hours[] {
  const gaps: Hours[] = [];
  let at = Math.max(shown.from, Math.ceil(since * 4) / 4);
  for (const { from, to } of held.toSorted((a, b) => a.from - b.from)) {
    if (from - at >= LEAST) gaps.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (shown.to - at >= LEAST) gaps.push({ from: at, to: shown.to });
  return gaps;
}

/** Where in a free time somebody pointed, on the half hour. */
export function pointedAt({ from, to }: Hours, share: number): number {
  const at = Math.floor((from + share * (to - from)) * 2) / 2;
  return Math.min(Math.max(from, at), to - LEAST);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** 09:30 */
export function clock(hour: number): string {
  const minutes = Math.round(hour * 60);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export const isHeld = ({ cancelledAt }: VenueBooking): boolean => cancelledAt === undefined;
