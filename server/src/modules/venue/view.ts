/** What the console shows of bookings and events. Pure. */
import type { DeviceEvent, RosterCheck, VenueBooking } from "../../../../contract/src/venue.ts";
import type { Booking, RoomEventRow } from "./room.ts";
import { entriesOutsideRoster, type Roster } from "./roster.ts";

function seenView({
  booking,
  room,
  from,
  to,
  use,
  ocid,
  lotId,
  title,
  officer,
  cancelledAt,
  reason,
}: Booking): VenueBooking {
  return {
    booking,
    room,
    from,
    to,
    isSeen: true,
    use,
    ...(ocid === undefined ? {} : { ocid }),
    ...(lotId === undefined ? {} : { lotId }),
    title,
    by: officer.department.name,
    ...(cancelledAt === undefined ? {} : { cancelledAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** All held times; of bookings that the reader may not see, nothing but these. Their cancelled ones are nobody's business. */
export function maskBookings(all: readonly Booking[], seen: readonly Booking[]): VenueBooking[] {
  const visible = new Set(seen.map(({ booking }) => booking));
  return all
    .filter(({ booking, cancelledAt }) => visible.has(booking) || cancelledAt === undefined)
    .map((one) => {
      if (visible.has(one.booking)) return seenView(one);
      const { booking, room, from, to } = one;
      return { booking, room, from, to, isSeen: false };
    });
}

export function rosterView(
  { booking, from, to, title }: Booking,
  events: readonly RoomEventRow[],
  roster: Roster,
): { readonly view: RosterCheck; readonly outside: readonly string[] } {
  const found = entriesOutsideRoster(events, { from, to }, roster);
  const { missing, outside, unnamed, entries } = found;
  return {
    view: {
      booking,
      from,
      to,
      title,
      missing: [...missing],
      outside: outside.length,
      unnamed,
      entries,
    },
    outside,
  };
}

/** Newest first. */
export function eventViews(
  events: readonly RoomEventRow[],
  outside: readonly string[],
): DeviceEvent[] {
  const marked = new Set(outside);
  return events
    .toReversed()
    .map(({ room: _room, ...event }) => ({ ...event, isOutsideRoster: marked.has(event.id) }));
}
