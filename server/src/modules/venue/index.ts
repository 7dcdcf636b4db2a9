/** The venue: rooms, bookings without conflicts, and what doors, phone cabinets and desktops tell. */
import type { Job, Module } from "../../platform/module.ts";
import { boardOf, readOccupied, writeBoard } from "./board.store.ts";
import { KEEPERS, READERS } from "./roles.ts";
import { listRooms } from "./room.store.ts";
import { venueFacts } from "./venue.facts.ts";
import { addVenueRoutes, type VenueDeps } from "./venue.routes.ts";

export {
  bookingsIn,
  type BookingQuery,
  eventsOf,
  findRoomByName,
  listRooms,
} from "./room.store.ts";
export type { Booking, Room, RoomEventRow, Span } from "./room.ts";
export { checkRoster } from "./roster.service.ts";
export {
  bookRoom,
  cancelBooking,
  listBadges,
  registerRoom,
  type VenueContext,
  type WantedBooking,
} from "./venue.service.ts";

const BOARD_SECONDS = 20;

/** What the public's displays show of rooms, as of now. */
export async function refreshBoard(db: VenueDeps["db"], now: Date): Promise<void> {
  const rooms = await listRooms(db);
  // A house without rooms has nothing to show, and nothing to carry to a portal that stands apart.
  if (rooms.length === 0) return;
  await writeBoard(db, boardOf(rooms, await readOccupied(db, now)), now);
}

const boardJob = ({ db }: VenueDeps): Job => ({
  name: "venue.board",
  everySeconds: BOARD_SECONDS,
  run: (now) => refreshBoard(db, now),
});

export function createVenueModule(deps: VenueDeps): Module {
  return {
    name: "venue",
    facts: venueFacts,
    permissions: { "venue.read": READERS, "venue.keep": KEEPERS },
    jobs: [boardJob(deps)],
    routes(app) {
      addVenueRoutes(app, deps);
    },
  };
}
