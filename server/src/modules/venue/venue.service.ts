/** The acts of the venue: each is a fact, checked under the lock of the room. */
import type { Officer } from "../../../../contract/src/casework.ts";
import type { RoomUse, StandingBadge } from "../../../../contract/src/venue-values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import {
  bookingsAfter,
  countBadgeLists,
  countFrom,
  countRegistrations,
  findBooking,
  listRooms,
  lockVenue,
} from "./room.store.ts";
import {
  type Booking,
  bookingTitle,
  doOverlap,
  holderText,
  momentText,
  nextFree,
  requireFitting,
  requireSpan,
  type Room,
  type Span,
} from "./room.ts";

export interface VenueContext {
  readonly registry: FactRegistry;
  readonly officer: Officer;
  /** Instant of the act. */
  readonly at: string;
}

export interface WantedBooking extends Span {
  readonly room: string;
  readonly use: RoomUse;
  /** Absent: for no project. */
  readonly ocid?: string | undefined;
  readonly lotId?: string | undefined;
  readonly title: string;
}

/** A room that may be booked. @throws RuleViolation venue.no-room */
async function roomInUse(tx: Tx, id: string): Promise<{ room: Room; rooms: readonly Room[] }> {
  const rooms = await listRooms(tx);
  const room = rooms.find((one) => one.room === id && one.isInUse);
  if (room === undefined) throw new RuleViolation("venue.no-room", { room: id }, { status: 404 });
  return { room, rooms };
}

/**
 * Holds a room for a time. Two that want it wait for each other at its lock; the table refuses overlaps besides.
 * @returns id of the booking
 * @throws RuleViolation venue.room-taken, venue.no-room, venue.wrong-zone, venue.bad-span, venue.past
 */
export async function bookRoom(
  tx: Tx,
  { registry, officer, at }: VenueContext,
  wanted: WantedBooking,
): Promise<string> {
  requireSpan(wanted, at);
  await lockVenue(tx, `room ${wanted.room}`);
  const { room, rooms } = await roomInUse(tx, wanted.room);
  requireFitting(room, wanted.use);
  const held = await bookingsAfter(tx, room.room, wanted.from);
  const other = held.find((one) => doOverlap(one, wanted));
  if (other !== undefined)
    throw await refusal(tx, { other, wanted, held, rooms: othersOf(rooms, room) });
  const { ocid, lotId, use, title } = wanted;
  const booking = bookingId(room.room, wanted.from, await countFrom(tx, room.room, wanted.from));
  await recordFact(tx, registry, {
    kind: "venue.room-booked",
    source: "mingjing",
    sourceId: `venue/booking/${booking}`,
    subject: ocid ?? `room:${room.room}`,
    occurredAt: at,
    payload: {
      booking,
      room: room.room,
      use,
      ...(lotId === undefined ? {} : { lotId }),
      from: wanted.from,
      to: wanted.to,
      title: bookingTitle(title),
      officer,
    },
  });
  return booking;
}

/** opening-1-202603020900; with a number when that time was booked before and given up. */
function bookingId(room: string, from: string, earlier: number): string {
  const local = new Date(Date.parse(from) + 8 * 3_600_000).toISOString();
  const stamp = local.slice(0, 16).replaceAll(/\D/g, "");
  return `${room}-${stamp}${earlier === 0 ? "" : `-${earlier + 1}`}`;
}

const othersOf = (rooms: readonly Room[], { room, zone }: Room): readonly Room[] =>
  rooms.filter((one) => one.isInUse && one.zone === zone && one.room !== room);

interface Refusal {
  readonly other: Booking;
  readonly wanted: WantedBooking;
  readonly held: readonly Booking[];
  readonly rooms: readonly Room[];
}

/** Who holds it, when it is free next, and which rooms of the zone are free then. */
async function refusal(tx: Tx, { other, wanted, held, rooms }: Refusal) {
  const free: Room[] = [];
  for (const room of rooms) {
    const theirs = await bookingsAfter(tx, room.room, wanted.from);
    if (!theirs.some((one) => doOverlap(one, wanted))) free.push(room);
  }
  const next = nextFree(held, wanted);
  return new RuleViolation("venue.room-taken", {
    room: other.roomName,
    from: momentText(other.from),
    to: momentText(other.to),
    by: other.officer.department.name,
    holder: holderText(other),
    next: next === undefined ? "—" : momentText(next.from),
    nextFrom: next?.from ?? "",
    nextTo: next?.to ?? "",
    others: free.length === 0 ? "—" : free.map(({ name }) => name).join("、"),
    otherRooms: free.map(({ room }) => room).join(" "),
  });
}

/** @throws RuleViolation venue.no-booking, venue.cancelled-already, venue.over */
export async function cancelBooking(
  tx: Tx,
  { registry, officer, at }: VenueContext,
  { booking, reason }: { readonly booking: string; readonly reason: string },
): Promise<void> {
  const found = await findBooking(tx, booking);
  if (found === undefined)
    throw new RuleViolation("venue.no-booking", { booking }, { status: 404 });
  await lockVenue(tx, `room ${found.room}`);
  const now = await findBooking(tx, booking);
  if (now?.cancelledAt !== undefined) throw new RuleViolation("venue.cancelled-already", {});
  if (Date.parse(found.to) <= Date.parse(at)) throw new RuleViolation("venue.over", {});
  await recordFact(tx, registry, {
    kind: "venue.booking-cancelled",
    source: "mingjing",
    sourceId: `venue/cancellation/${booking}`,
    subject: found.ocid ?? `room:${found.room}`,
    occurredAt: at,
    payload: { booking, reason, officer },
  });
}

export interface WantedRoom extends Omit<Room, "room"> {
  /** Absent: a new room, whose id follows from its zone. */
  readonly room?: string;
}

/**
 * Registers a room, changes it or takes it out of use.
 * @returns its id
 * @throws RuleViolation venue.name-taken, venue.still-booked, venue.no-room
 */
export async function registerRoom(
  tx: Tx,
  { registry, officer, at }: VenueContext,
  { room: id, ...wanted }: WantedRoom,
): Promise<string> {
  await lockVenue(tx, "rooms");
  const rooms = await listRooms(tx);
  const room = id ?? newId(rooms, wanted.zone);
  await lockVenue(tx, `room ${room}`);
  const same = rooms.find((one) => one.name === wanted.name && one.isInUse && one.room !== room);
  if (wanted.isInUse && same !== undefined)
    throw new RuleViolation("venue.name-taken", { name: wanted.name, room: same.room });
  const before = rooms.find((one) => one.room === room);
  if (before !== undefined && (before.zone !== wanted.zone || !wanted.isInUse))
    await requireUnbooked(tx, before, at);
  const { name, zone, seats, isInUse } = wanted;
  await recordFact(tx, registry, {
    kind: "venue.room-registered",
    source: "mingjing",
    sourceId: `venue/room/${room}/${(await countRegistrations(tx, room)) + 1}`,
    subject: `room:${room}`,
    occurredAt: at,
    payload: { room, name, zone, ...(seats === undefined ? {} : { seats }), isInUse, officer },
  });
  return room;
}

function newId(rooms: readonly Room[], zone: string): string {
  const taken = new Set(rooms.map(({ room }) => room));
  let number = 1;
  while (taken.has(`${zone}-${number}`)) number += 1;
  return `${zone}-${number}`;
}

/** @throws RuleViolation venue.still-booked */
async function requireUnbooked(tx: Tx, { room, name }: Room, at: string): Promise<void> {
  const held = await bookingsAfter(tx, room, at);
  const [first] = held;
  if (first !== undefined)
    throw new RuleViolation("venue.still-booked", {
      room: name,
      count: held.length,
      first: momentText(first.from),
    });
}

/** Enters the list of badges that may open doors whatever the project. */
export async function listBadges(
  tx: Tx,
  { registry, officer, at }: VenueContext,
  badges: readonly StandingBadge[],
): Promise<void> {
  await lockVenue(tx, "badges");
  await recordFact(tx, registry, {
    kind: "venue.badges-listed",
    source: "mingjing",
    sourceId: `venue/badges/${(await countBadgeLists(tx)) + 1}`,
    subject: "badges",
    occurredAt: at,
    payload: { badges: [...badges], officer },
  });
}
