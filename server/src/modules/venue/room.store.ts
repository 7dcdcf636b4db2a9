/** Reads of rooms, bookings, events and badges. */
import { type RawBuilder, sql } from "kysely";

import type { RoomEvent, StandingBadge } from "../../../../contract/src/venue-values.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import { type Booking, type Room, type RoomEventRow, sortRooms, type Span } from "./room.ts";

const LAST_ROOMS = sql`SELECT DISTINCT ON (room) room, name, zone, seats, is_in_use FROM venue.room
  ORDER BY room, occurred_at DESC, fact_id DESC`;

/** All rooms that were ever registered, in order of zones. */
export async function listRooms(db: Database | Tx): Promise<Room[]> {
  const { rows } = await sql<Omit<Room, "seats"> & { seats: number | null }>`
    SELECT room, name, zone, seats, is_in_use AS "isInUse" FROM (${LAST_ROOMS}) AS last`.execute(
    db,
  );
  return sortRooms(
    rows.map(({ seats, ...row }) => ({ ...row, ...(seats === null ? {} : { seats }) })),
  );
}

/** A room in use, by the name on its door. */
export async function findRoomByName(db: Database | Tx, name: string): Promise<Room | undefined> {
  const rooms = await listRooms(db);
  return rooms.find((room) => room.isInUse && room.name === name.trim());
}

export async function countRegistrations(tx: Tx, room: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM venue.room WHERE room = ${room}`.execute(tx);
  return rows[0]?.count ?? 0;
}

interface BookingRow extends Omit<
  Booking,
  "ocid" | "lotId" | "from" | "to" | "cancelledAt" | "reason"
> {
  readonly ocid: string | null;
  readonly lotId: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly cancelledAt: Date | null;
  readonly reason: string | null;
}

const bookingOf = ({
  ocid,
  lotId,
  from,
  to,
  cancelledAt,
  reason,
  ...row
}: BookingRow): Booking => ({
  ...row,
  ocid: ocid ?? undefined,
  lotId: lotId ?? undefined,
  from: from.toISOString(),
  to: to.toISOString(),
  ...(cancelledAt === null ? {} : { cancelledAt: cancelledAt.toISOString() }),
  ...(reason === null ? {} : { reason }),
});

async function selectBookings(
  db: Database | Tx,
  condition: RawBuilder<unknown>,
): Promise<Booking[]> {
  const { rows } = await sql<BookingRow>`
    SELECT booking.booking, booking.room, room.name AS "roomName", room.zone, booking.use, booking.ocid,
      booking.lot_id AS "lotId", booking.from_at AS "from", booking.to_at AS "to", booking.title, booking.officer,
      cancellation.occurred_at AS "cancelledAt", cancellation.reason
    FROM venue.booking JOIN (${LAST_ROOMS}) AS room USING (room)
    LEFT JOIN venue.cancellation USING (booking)
    WHERE ${condition} ORDER BY booking.from_at, booking.booking LIMIT 2000`.execute(db);
  return rows.map(bookingOf);
}

export interface BookingQuery extends Span {
  readonly room?: string;
  readonly ocid?: string;
}

/** Bookings that touch the span, cancelled ones too: those have `cancelledAt`. */
export function bookingsIn(
  db: Database | Tx,
  { from, to, room, ocid }: BookingQuery,
): Promise<Booking[]> {
  return selectBookings(
    db,
    sql`booking.from_at < ${to} AND booking.to_at > ${from}
      AND ${room === undefined ? sql`true` : sql`booking.room = ${room}`}
      AND ${ocid === undefined ? sql`true` : sql`booking.ocid = ${ocid}`}`,
  );
}

export async function findBooking(db: Database | Tx, id: string): Promise<Booking | undefined> {
  const [booking] = await selectBookings(db, sql`booking.booking = ${id}`);
  return booking;
}

/** How often this room was booked from this instant on: the end of the next id. */
export async function countFrom(tx: Tx, room: string, from: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM venue.booking
    WHERE room = ${room} AND from_at = ${from}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** What holds the room and is not over then. */
export function bookingsAfter(tx: Tx, room: string, at: string): Promise<Booking[]> {
  return selectBookings(
    tx,
    sql`booking.room = ${room} AND booking.to_at > ${at} AND cancellation.booking IS NULL`,
  );
}

interface EventRow {
  readonly id: string;
  readonly room: string;
  readonly at: Date;
  readonly device: string;
  readonly event: RoomEvent;
  readonly bearer: string | null;
  readonly name: string | null;
  readonly detail: string | null;
}

/** What devices of a room told in a span, oldest first. */
export async function eventsOf(
  db: Database | Tx,
  { room, from, to }: Span & { readonly room: string },
): Promise<RoomEventRow[]> {
  const { rows } = await sql<EventRow>`
    SELECT fact_id AS id, room, occurred_at AS at, device, event, bearer, name, detail FROM venue.event
    WHERE room = ${room} AND occurred_at >= ${from} AND occurred_at < ${to}
    ORDER BY occurred_at, fact_id LIMIT 5000`.execute(db);
  return rows.map(({ at, bearer, name, detail, ...row }) => ({
    ...row,
    at: at.toISOString(),
    ...(bearer === null ? {} : { bearer }),
    ...(name === null ? {} : { name }),
    ...(detail === null ? {} : { detail }),
  }));
}

/** Absent: nobody ever entered a list. */
export async function readBadges(db: Database | Tx): Promise<readonly StandingBadge[] | undefined> {
  const { rows } = await sql<{ badges: StandingBadge[] }>`
    SELECT badges FROM venue.badge_list ORDER BY occurred_at DESC, fact_id DESC LIMIT 1`.execute(
    db,
  );
  return rows[0]?.badges;
}

export async function countBadgeLists(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM venue.badge_list`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Badges of whoever scored in this project, or in this lot of it. Absent: no score is known, so neither is the committee. */
export async function readCommittee(
  db: Database | Tx,
  { ocid, lotId }: Pick<Booking, "ocid" | "lotId">,
): Promise<readonly string[] | undefined> {
  if (ocid === undefined) return undefined;
  const { rows } = await sql<{ token: string }>`
    SELECT DISTINCT evaluator_token AS token FROM procurement.expert_score
    WHERE ocid = ${ocid} AND ${lotId === undefined ? sql`true` : sql`lot_id = ${lotId}`}
    ORDER BY token`.execute(db);
  return rows.length === 0 ? undefined : rows.map(({ token }) => token);
}

/** Title of a project that this reader may see. */
export async function findTitle(tx: Tx, ocid: string, scope: Scope): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`
    SELECT coalesce(title, ocid) AS title FROM procurement.process
    WHERE ocid = ${ocid} AND ${visibleProcess(scope)}`.execute(tx);
  return rows[0]?.title;
}

/** Acts on one thing wait for each other. */
export const lockVenue = (tx: Tx, what: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`venue ${what}`}, 0))`.execute(tx);
