/**
 * PRO-14 非授权进入: who opened the door of an evaluation room without standing on its roster (招标投标法38). Pure. It says
 * nothing of anybody while a part of the roster is not known: a cleaner is no intruder.
 */
import type { ROSTER_GAPS } from "../../../../contract/src/venue.ts";
import type { RoomEventRow, Span } from "./room.ts";

/** Badges, as doors name them. Absent: nobody told. */
export interface Roster {
  /** Of the committee of this evaluation. */
  readonly committee: readonly string[] | undefined;
  /** Of those who may go in whatever the project: cleaners, guards, technicians. */
  readonly staff: readonly string[] | undefined;
}

export type DoorEvent = Pick<RoomEventRow, "id" | "at" | "event" | "bearer">;

export interface RosterFinding {
  readonly missing: readonly (typeof ROSTER_GAPS)[number][];
  /** Ids of openings by a bearer outside of the roster; none while something is missing. */
  readonly outside: readonly string[];
  /** Openings whose door named no bearer: nothing can be said of them. */
  readonly unnamed: number;
  readonly entries: number;
}

export function entriesOutsideRoster(
  events: readonly DoorEvent[],
  { from, to }: Span,
  { committee, staff }: Roster,
): RosterFinding {
  const isWithin = ({ at }: DoorEvent) =>
    Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to);
  const entries = events.filter((event) => event.event === "doorOpened" && isWithin(event));
  const known = new Set([...(committee ?? []), ...(staff ?? [])]);
  const missing: RosterFinding["missing"] = [
    ...(committee === undefined ? (["committee"] as const) : []),
    ...(staff === undefined ? (["staff"] as const) : []),
  ];
  const isOutside = ({ bearer }: DoorEvent) => bearer !== undefined && !known.has(bearer);
  return {
    missing,
    outside: missing.length > 0 ? [] : entries.filter(isOutside).map(({ id }) => id),
    unnamed: entries.filter(({ bearer }) => bearer === undefined).length,
    entries: entries.length,
  };
}
