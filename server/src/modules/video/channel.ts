/** A camera as it stands after its last registration, and what may be shown of it to whom. Pure. */
import type { ChannelRegistered } from "../../../../contract/src/facts/video.channel-registered.ts";
import type { RoomZone } from "../../../../contract/src/venue-values.ts";

export type Channel = Pick<
  ChannelRegistered,
  "channel" | "room" | "title" | "view" | "source" | "isInUse" | "device" | "onvifPort"
>;

/** Zones whose pictures are looked at for a stated purpose only. */
const CLOSED_ZONES: ReadonlySet<RoomZone> = new Set(["evaluation", "draw", "meeting"]);

export const isClosedZone = (zone: RoomZone): boolean => CLOSED_ZONES.has(zone);

/** The one view of which people are no part, in a room that is open to all. */
export const isPublicView = ({ view, isInUse }: Channel, zone: RoomZone): boolean =>
  isInUse && view === "hostDesk" && !isClosedZone(zone);
