/** A camera as it stands after its last registration, and what may be shown of it to whom. Pure. */
import type { ChannelRegistered } from "../../../../contract/src/facts/video.channel-registered.ts";
import type { RoomZone } from "../../../../contract/src/venue-values.ts";
import type { Span } from "../../../../contract/src/video-values.ts";

export type Channel = Pick<
  ChannelRegistered,
  "channel" | "room" | "title" | "view" | "source" | "isInUse" | "device" | "onvifPort"
>;

/** What a registration said, and when. */
export interface Registration {
  readonly channel: Channel;
  /** RFC 3339. */
  readonly at: string;
}

/** A camera in one room and in use. What it saw belongs to this room, wherever it hangs now. */
export interface Stay {
  readonly channel: Channel;
  readonly from: string;
  /** undefined: it is there now. */
  readonly to: string | undefined;
}

/** In the order in which they began; registrations in that of time. Another title or view ends no stay. */
export function staysOf(registrations: readonly Registration[]): Stay[] {
  const ended: Stay[] = [];
  const open = new Map<string, Stay>();
  for (const { channel, at } of registrations) {
    const stay = open.get(channel.channel);
    const remains = channel.isInUse && stay?.channel.room === channel.room;
    if (stay !== undefined && !remains) ended.push({ ...stay, to: at });
    if (channel.isInUse)
      open.set(channel.channel, { channel, from: remains ? stay.from : at, to: undefined });
    else open.delete(channel.channel);
  }
  return [...ended, ...open.values()].toSorted((a, b) => a.from.localeCompare(b.from));
}

/** Those that touch the span. */
export const staysIn = (stays: readonly Stay[], span: Span): Stay[] =>
  stays.filter(({ from, to }) => from < span.to && (to === undefined || to > span.from));

/** The cameras of a room in a span: each as it was there last, with the time from its first until its last moment there. */
export function camerasDuring(
  stays: readonly Stay[],
  { room, from, to }: Span & { readonly room: string },
): (Span & { readonly channel: Channel })[] {
  const found = new Map<string, Span & { readonly channel: Channel }>();
  for (const stay of staysIn(stays, { from, to })) {
    const { channel } = stay;
    if (channel.room !== room) continue;
    const first = found.get(channel.channel)?.from ?? (stay.from > from ? stay.from : from);
    const last = stay.to !== undefined && stay.to < to ? stay.to : to;
    found.set(channel.channel, { channel, from: first, to: last });
  }
  return [...found.values()];
}

/** Zones whose pictures are looked at for a stated purpose only. */
const CLOSED_ZONES: ReadonlySet<RoomZone> = new Set(["evaluation", "draw", "meeting"]);

export const isClosedZone = (zone: RoomZone): boolean => CLOSED_ZONES.has(zone);

/** The one view of which people are no part, in a room that is open to all. */
export const isPublicView = ({ view, isInUse }: Channel, zone: RoomZone): boolean =>
  isInUse && view === "hostDesk" && !isClosedZone(zone);
