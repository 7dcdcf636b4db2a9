/** The part of the typed client for rooms and bookings. */
import type { Senders } from "./client.ts";
import type {
  BadgeList,
  BookRoom,
  CancelBooking,
  EnterBadges,
  RegisterRoom,
  RoomDay,
  VenueDay,
} from "./venue.ts";

const path = (id: string): string => encodeURIComponent(id);

export const venueClient = ({ get, post }: Senders) => ({
  getVenueDay: (day: string | undefined, signal?: AbortSignal) =>
    get<VenueDay>("/api/venue", { query: { day }, signal }),
  getRoomDay: (room: string, day: string | undefined, signal?: AbortSignal) =>
    get<RoomDay>(`/api/venue/rooms/${path(room)}`, { query: { day }, signal }),
  registerRoom: (body: RegisterRoom) => post<{ room: string }>("/api/venue/rooms", body),
  changeRoom: (room: string, body: RegisterRoom) =>
    post<{ room: string }>(`/api/venue/rooms/${path(room)}`, body),
  bookRoom: (body: BookRoom) => post<{ booking: string }>("/api/venue/bookings", body),
  cancelBooking: (booking: string, body: CancelBooking) =>
    post<{ booking: string }>(`/api/venue/bookings/${path(booking)}/cancellation`, body),
  getBadges: (signal?: AbortSignal) => get<BadgeList>("/api/venue/badges", { signal }),
  enterBadges: (body: EnterBadges) => post<BadgeList>("/api/venue/badges", body),
});
