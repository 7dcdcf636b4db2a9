/** The venue: rooms, bookings without conflicts, and what doors, phone cabinets and desktops tell. */
import type { Module } from "../../platform/module.ts";
import { venueFacts } from "./venue.facts.ts";

export {
  type BookingQuery,
  bookingsIn,
  eventsOf,
  findRoomByName,
  listRooms,
  type RoomEventRow,
} from "./room.store.ts";
export type { Booking, Room, Span } from "./room.ts";
export {
  bookRoom,
  cancelBooking,
  registerRoom,
  type VenueContext,
  type WantedBooking,
} from "./venue.service.ts";

export function createVenueModule(): Module {
  return { name: "venue", facts: venueFacts };
}
