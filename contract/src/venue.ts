/** The venue over HTTP: rooms, the schedule of a day, bookings, and what the devices of a room told. */
import Type, { type Static } from "typebox";

import { closed, Instant, LotId, PlainDay } from "./values.ts";
import { BookingId, RoomEvent, RoomId, RoomUse, RoomZone, StandingBadge } from "./venue-values.ts";

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: "\\S" });
const Text = Type.String({ maxLength: 400 });
const Seats = Type.Integer({ minimum: 1, maximum: 2000 });

export const VenueRoom = Type.Object(
  {
    room: RoomId,
    name: Text,
    zone: RoomZone,
    seats: Type.Optional(Type.Integer()),
    isInUse: Type.Boolean(),
  },
  closed,
);
export type VenueRoom = Static<typeof VenueRoom>;

/** Whoever may not see its project learns only that the room is held. */
export const VenueBooking = Type.Object(
  {
    booking: BookingId,
    room: RoomId,
    from: Instant,
    to: Instant,
    isSeen: Type.Boolean(),
    use: Type.Optional(RoomUse),
    ocid: Type.Optional(Text),
    lotId: Type.Optional(LotId),
    title: Type.Optional(Text),
    /** Unit of who booked. */
    by: Type.Optional(Text),
    cancelledAt: Type.Optional(Instant),
    reason: Type.Optional(Text),
  },
  closed,
);
export type VenueBooking = Static<typeof VenueBooking>;

const May = Type.Object({ book: Type.Boolean(), register: Type.Boolean() }, closed);

/** GET /api/venue?day=2026-03-02 */
export const VenueQuery = Type.Object({ day: Type.Optional(PlainDay) }, closed);
export type VenueQuery = Static<typeof VenueQuery>;

export const VenueDay = Type.Object(
  {
    day: PlainDay,
    serverTime: Instant,
    rooms: Type.Array(VenueRoom),
    bookings: Type.Array(VenueBooking),
    may: May,
  },
  closed,
);
export type VenueDay = Static<typeof VenueDay>;

export const DeviceEvent = Type.Object(
  {
    id: Type.String(),
    at: Instant,
    device: Text,
    event: RoomEvent,
    bearer: Type.Optional(Text),
    name: Type.Optional(Text),
    detail: Type.Optional(Text),
    /** Opened by somebody who is not on the roster of the evaluation that was held there (PRO-14). */
    isOutsideRoster: Type.Boolean(),
  },
  closed,
);
export type DeviceEvent = Static<typeof DeviceEvent>;

export const ROSTER_GAPS = ["committee", "staff"] as const;

/** What doors told during one evaluation, held against who may be in it. */
export const RosterCheck = Type.Object(
  {
    booking: BookingId,
    from: Instant,
    to: Instant,
    title: Type.Optional(Text),
    /** What of the roster nobody knows; with a gap nothing is said of anybody. */
    missing: Type.Array(Type.Enum(ROSTER_GAPS)),
    /** Openings by people outside of the roster. */
    outside: Type.Integer({ minimum: 0 }),
    /** Openings whose door did not say whose badge it was. */
    unnamed: Type.Integer({ minimum: 0 }),
    entries: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type RosterCheck = Static<typeof RosterCheck>;

/** GET /api/venue/rooms/:room?day= */
export const RoomDay = Type.Object(
  {
    day: PlainDay,
    serverTime: Instant,
    room: VenueRoom,
    bookings: Type.Array(VenueBooking),
    /** Newest first. */
    events: Type.Array(DeviceEvent),
    rosters: Type.Array(RosterCheck),
    may: May,
  },
  closed,
);
export type RoomDay = Static<typeof RoomDay>;

/** POST /api/venue/rooms, /api/venue/rooms/:room */
export const RegisterRoom = Type.Object(
  { name: Name, zone: RoomZone, seats: Type.Optional(Seats), isInUse: Type.Boolean() },
  closed,
);
export type RegisterRoom = Static<typeof RegisterRoom>;
export const RoomRegistered = Type.Object({ room: RoomId }, closed);

/** POST /api/venue/bookings */
export const BookRoom = Type.Object(
  {
    room: RoomId,
    use: RoomUse,
    ocid: Type.Optional(Type.String({ minLength: 3, maxLength: 140 })),
    lotId: Type.Optional(LotId),
    from: Instant,
    to: Instant,
    /** Absent: that of the project. */
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 400, pattern: "\\S" })),
  },
  closed,
);
export type BookRoom = Static<typeof BookRoom>;
export const Booked = Type.Object({ booking: BookingId }, closed);

/** POST /api/venue/bookings/:booking/cancellation */
export const CancelBooking = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 400, pattern: "\\S" }) },
  closed,
);
export type CancelBooking = Static<typeof CancelBooking>;

/** GET, POST /api/venue/badges: `isKnown` is false until somebody entered a list. */
export const BadgeList = Type.Object(
  { isKnown: Type.Boolean(), badges: Type.Array(StandingBadge) },
  closed,
);
export type BadgeList = Static<typeof BadgeList>;
export const EnterBadges = Type.Object(
  { badges: Type.Array(StandingBadge, { maxItems: 1000 }) },
  closed,
);
export type EnterBadges = Static<typeof EnterBadges>;
