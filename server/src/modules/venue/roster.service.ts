/** PRO-14: who opened the door of an evaluation room without standing on its roster, of one booking. */
import type { Database, Tx } from "../../platform/database.ts";
import { eventsOf, readBadges, readCommittee } from "./room.store.ts";
import type { Booking } from "./room.ts";
import { entriesOutsideRoster, type RosterFinding } from "./roster.ts";

export async function checkRoster(db: Database | Tx, booking: Booking): Promise<RosterFinding> {
  const { room, from, to } = booking;
  const staff = (await readBadges(db))?.map(({ bearer }) => bearer);
  const committee = await readCommittee(db, booking);
  return entriesOutsideRoster(
    await eventsOf(db, { room, from, to }),
    { from, to },
    { committee, staff },
  );
}
