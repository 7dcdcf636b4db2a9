/** Rooms and their bookings: pure rules. */
import type { Officer } from "../../../../contract/src/casework.ts";
import {
  ROOM_ZONES,
  type RoomEvent,
  type RoomUse,
  type RoomZone,
} from "../../../../contract/src/venue-values.ts";
import { dayAfter, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

export interface Room {
  readonly room: string;
  /** As on its door. */
  readonly name: string;
  readonly zone: RoomZone;
  readonly seats?: number;
  readonly isInUse: boolean;
}

export interface Span {
  readonly from: string;
  /** Not part of it. */
  readonly to: string;
}

export interface Booking extends Span {
  readonly booking: string;
  readonly room: string;
  readonly roomName: string;
  readonly zone: RoomZone;
  readonly use: RoomUse;
  /** Absent: for no project. */
  readonly ocid: string | undefined;
  /** Absent: for the project as a whole. */
  readonly lotId: string | undefined;
  readonly title: string;
  readonly officer: Officer;
  readonly cancelledAt?: string;
  readonly reason?: string;
}

export interface RoomEventRow {
  readonly id: string;
  readonly room: string;
  readonly at: string;
  readonly device: string;
  readonly event: RoomEvent;
  readonly bearer?: string;
  readonly name?: string;
  readonly detail?: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_DAYS = 14;

/** Hours in which a free time is offered; outside of them a room may be booked all the same. */
export const OPEN_HOUR = 8;
export const CLOSE_HOUR = 18;
const GRID_MINUTES = 15;

const order = new Intl.Collator("en", { numeric: true });

/** In order of zones, then of ids: opening-2 before opening-10. */
export const sortRooms = (rooms: readonly Room[]): Room[] =>
  rooms.toSorted(
    (a, b) =>
      ROOM_ZONES.indexOf(a.zone) - ROOM_ZONES.indexOf(b.zone) || order.compare(a.room, b.room),
  );

export const doOverlap = (a: Span, b: Span): boolean =>
  Date.parse(a.from) < Date.parse(b.to) && Date.parse(b.from) < Date.parse(a.to);

/** 3月2日 09:30, Asia/Shanghai. */
export function momentText(instant: string): string {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  const [, month = "", day = ""] = local.slice(0, 10).split("-");
  return `${Number(month)}月${Number(day)}日 ${local.slice(11, 16)}`;
}

/** @throws RuleViolation venue.bad-span, venue.past */
export function requireSpan({ from, to }: Span, now: string): void {
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0 || length > MOST_DAYS * DAY_MS)
    throw new RuleViolation("venue.bad-span", { days: MOST_DAYS });
  if (Date.parse(to) <= Date.parse(now)) throw new RuleViolation("venue.past", {});
}

/**
 * An evaluation is held in strict confidence (招标投标法38), an opening in public (招标投标法35, 36).
 * @throws RuleViolation venue.wrong-zone
 */
export function requireFitting({ name, zone }: Room, use: RoomUse): void {
  const fits = use === "evaluation" ? zone === "evaluation" : true;
  const isHidden = use === "opening" && zone === "evaluation";
  if (!fits || isHidden) throw new RuleViolation("venue.wrong-zone", { room: name, use });
}

const toGrid = (at: number): number => {
  const grid = GRID_MINUTES * MINUTE_MS;
  return Math.ceil(at / grid) * grid;
};

/**
 * First time from then on at which the room is free for as long, within the hours of the house; within its opening hours
 * if it fits into a day at all.
 */
export function nextFree(
  held: readonly Span[],
  wanted: Span,
  { days = MOST_DAYS }: { readonly days?: number } = {},
): Span | undefined {
  const length = Date.parse(wanted.to) - Date.parse(wanted.from);
  const first = Date.parse(wanted.from);
  const isShort = length <= (CLOSE_HOUR - OPEN_HOUR) * 3_600_000;
  const end = first + days * DAY_MS;
  let at = first;
  while (at < end) {
    const moved = isShort ? intoHours(at, length) : at;
    if (moved !== at) {
      at = moved;
      continue;
    }
    const span = { from: new Date(at).toISOString(), to: new Date(at + length).toISOString() };
    const other = held.find((one) => doOverlap(one, span));
    if (other === undefined) return span;
    at = toGrid(Date.parse(other.to));
  }
  return undefined;
}

/** The same instant, or the next at which something of this length stays within the hours of a day. */
function intoHours(at: number, length: number): number {
  const day = plainDateOf(new Date(at));
  const opens = hourOf(day, OPEN_HOUR);
  if (at < opens) return opens;
  if (at + length <= hourOf(day, CLOSE_HOUR)) return at;
  return hourOf(dayAfter(day), OPEN_HOUR);
}

const hourOf = (day: string, hour: number): number =>
  Date.parse(`${day}T${String(hour).padStart(2, "0")}:00:00+08:00`);

/** Without the words that only say that it is a notice. */
export const bookingTitle = (title: string): string =>
  (title.replace(/(?:公开)?(?:招标|采购)公告$/u, "") || title).slice(0, 400);

/** Who holds it, in words that say nothing of a project in a closed room. */
export const holderText = ({ zone, title, officer }: Booking): string =>
  zone === "evaluation" ? officer.department.name : title;
