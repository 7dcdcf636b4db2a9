/** Facts of the venue → rows. */
import { sql } from "kysely";

import { badgesListed } from "../../../../contract/src/facts/venue.badges-listed.ts";
import { bookingCancelled } from "../../../../contract/src/facts/venue.booking-cancelled.ts";
import { roomEventRecorded } from "../../../../contract/src/facts/venue.event-recorded.ts";
import { roomBooked } from "../../../../contract/src/facts/venue.room-booked.ts";
import { roomRegistered } from "../../../../contract/src/facts/venue.room-registered.ts";
import type { Tx } from "../../platform/database.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const ROOMS = "venue.room";
const BOOKINGS = "venue.booking";
const CANCELLATIONS = "venue.cancellation";
const EVENTS = "venue.event";
const BADGES = "venue.badge_list";
const HELD = "venue.held";

const roomRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  room: payload["room"],
  occurred_at: occurredAt,
  name: payload["name"],
  zone: payload["zone"],
  seats: payload["seats"] ?? null,
  is_in_use: payload["isInUse"],
});

const bookingRow = ({ id, subject, payload }: StoredFact) => ({
  fact_id: id,
  booking: payload["booking"],
  room: payload["room"],
  use: payload["use"],
  ocid: subject.startsWith("room:") ? null : subject,
  lot_id: payload["lotId"] ?? null,
  from_at: payload["from"],
  to_at: payload["to"],
  title: payload["title"],
  officer: payload["officer"],
});

const cancellationRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  booking: payload["booking"],
  occurred_at: occurredAt,
  reason: payload["reason"],
  officer: payload["officer"],
});

const eventRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  room: payload["room"],
  occurred_at: occurredAt,
  device: payload["device"],
  event: payload["event"],
  bearer: payload["bearer"] ?? null,
  name: payload["name"] ?? null,
  detail: payload["detail"] ?? null,
});

const badgeRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  occurred_at: occurredAt,
  badges: payload["badges"],
});

const bookingsOf = (facts: readonly StoredFact[]): readonly string[] =>
  facts
    .filter(({ kind }) => kind === roomBooked.kind || kind === bookingCancelled.kind)
    .map(({ payload }) => String(payload["booking"]));

/** What these bookings hold, again from the rows: the same in whatever order they came. */
async function holdAgain(tx: Tx, bookings: readonly string[]): Promise<void> {
  if (bookings.length === 0) return;
  await sql`DELETE FROM venue.held WHERE booking = ANY (${[...bookings]}::text[])`.execute(tx);
  await sql`
    INSERT INTO venue.held (booking, room, during)
    SELECT booking, venue.room_range(room, room, '[]'), tstzrange(from_at, to_at, '[)')
    FROM venue.booking
    WHERE booking = ANY (${[...bookings]}::text[]) AND NOT EXISTS (
      SELECT FROM venue.cancellation WHERE cancellation.booking = booking.booking)`.execute(tx);
}

export const venueFacts: FactProjection = {
  kinds: [roomRegistered, roomBooked, bookingCancelled, roomEventRecorded, badgesListed],
  tables: [ROOMS, BOOKINGS, CANCELLATIONS, EVENTS, BADGES, HELD],
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, ROOMS, of(roomRegistered.kind).map(roomRow));
    await insertRows(tx, EVENTS, of(roomEventRecorded.kind).map(eventRow));
    await insertRows(tx, BADGES, of(badgesListed.kind).map(badgeRow));
    // A second booking of one id, or a second end of one booking, must fail: two people cannot both win.
    await addRows(tx, BOOKINGS, of(roomBooked.kind).map(bookingRow));
    await addRows(tx, CANCELLATIONS, of(bookingCancelled.kind).map(cancellationRow));
    await holdAgain(tx, bookingsOf(facts));
  },
  async retract(tx, facts) {
    const ids = facts.map(({ id }) => id);
    await deleteByFact(tx, [ROOMS, BOOKINGS, CANCELLATIONS, EVENTS, BADGES], ids);
    await holdAgain(tx, bookingsOf(facts));
  },
};
