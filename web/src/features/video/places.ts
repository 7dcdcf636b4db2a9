/** Which camera stands in which cell of the wall. Pure. */
import type {
  ChannelTile,
  PicturesToday,
  ProjectToday,
  RoomToday,
} from "../../../../contract/src/video.ts";

export const LAYOUTS = [1, 4, 9, 16] as const;
export type Layout = (typeof LAYOUTS)[number];

/** A camera of a booked room. */
export interface Place {
  readonly ocid: string;
  readonly booking: string;
  readonly channel: string;
}

export interface Arranged {
  /** As many as the layout has. */
  readonly cells: readonly (Place | undefined)[];
  readonly chosen: number;
  /** Somebody pointed at the chosen cell since the last camera was put up. */
  readonly isPointed: boolean;
}

const isSame = (one: Place | undefined, { booking, channel }: Place): boolean =>
  one?.booking === booking && one.channel === channel;

/** The cell into which a camera goes: where it is already, where somebody pointed, the next free one, else the chosen one. */
export function cellFor({ cells, chosen, isPointed }: Arranged, place: Place): number {
  const already = cells.findIndex((one) => isSame(one, place));
  if (already >= 0) return already;
  if (isPointed || cells[chosen] === undefined) return chosen;
  const free = cells.findIndex((one) => one === undefined);
  return free >= 0 ? free : chosen;
}

export interface Seen {
  readonly project: ProjectToday;
  readonly room: RoomToday;
  readonly camera: ChannelTile;
}

export function seenAt({ projects }: PicturesToday, place: Place | undefined): Seen | undefined {
  const project = projects.find(({ ocid }) => ocid === place?.ocid);
  const room = project?.rooms.find(({ booking }) => booking === place?.booking);
  const camera = room?.channels.find(({ channel }) => channel === place?.channel);
  return project === undefined || room === undefined || camera === undefined
    ? undefined
    : { project, room, camera };
}

const CLOSED_ZONES: readonly string[] = ["evaluation", "draw", "meeting"];
export const isClosedZone = ({ zone }: RoomToday): boolean => CLOSED_ZONES.includes(zone);

export const isNow = ({ from, to }: RoomToday, now: number): boolean =>
  Date.parse(from) <= now && now < Date.parse(to);

/** Projects that have rooms, those with a room in use first. */
export function listed(pictures: PicturesToday, wanted: string): readonly ProjectToday[] {
  const now = Date.parse(pictures.now);
  const word = wanted.trim().toLowerCase();
  const found = pictures.projects.filter(
    ({ title, ocid, rooms }) =>
      rooms.length > 0 &&
      [title, ocid, ...rooms.map(({ roomName }) => roomName)].some((text) =>
        text.toLowerCase().includes(word),
      ),
  );
  const rank = ({ rooms }: ProjectToday) => (rooms.some((room) => isNow(room, now)) ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** The room of the newest warning: the one in use now, or the project's first with a camera. */
export function warnedPlace({ projects, now }: PicturesToday): Place | undefined {
  const [warned] = projects
    .filter(
      ({ warnedAt, rooms }) =>
        warnedAt !== undefined && rooms.some(({ channels }) => channels.length > 0),
    )
    .toSorted((a, b) => (b.warnedAt ?? "").localeCompare(a.warnedAt ?? ""));
  const rooms = warned?.rooms.filter(({ channels }) => channels.length > 0) ?? [];
  const room = rooms.find((one) => isNow(one, Date.parse(now))) ?? rooms[0];
  const channel = room?.channels[0]?.channel;
  return warned === undefined || room === undefined || channel === undefined
    ? undefined
    : { ocid: warned.ocid, booking: room.booking, channel };
}
