/** Which camera shows a room, and what is wrong with its picture now, as the facts of cameras tell. */
import {
  ROOM_PICTURE_PROBLEMS,
  type RoomPictureProblem,
} from "../../../../contract/src/witnessing-values.ts";
import type { Database } from "../../platform/database.ts";
import { type Channel, listChannels, mergeTroubles, troublesOf } from "../video/index.ts";

export interface RoomPicture {
  readonly channel: string;
  readonly problem?: RoomPictureProblem | undefined;
}

/** A clip of the whole room says most, one of a desk less. */
const VIEWS: readonly Channel["view"][] = ["room", "hostDesk", "expertDesk", "corridor"];

const MINUTE_MS = 60_000;
/** The recorder was told to stop: that is no failure. */
const MEANT = "gap stopped";

function problemOf(what: string): RoomPictureProblem | undefined {
  const word = what.startsWith("gap ") ? "gap" : what;
  return ROOM_PICTURE_PROBLEMS.find((one) => one === word);
}

async function problemNow(
  db: Database,
  { channel }: Channel,
  now: Date,
): Promise<RoomPictureProblem | undefined> {
  const span = {
    from: new Date(now.getTime() - MINUTE_MS).toISOString(),
    to: now.toISOString(),
  };
  const troubles = mergeTroubles(await troublesOf(db, channel, span));
  const lasting = troubles.findLast(({ what, to }) => to === undefined && what !== MEANT);
  return lasting === undefined ? undefined : problemOf(lasting.what);
}

/**
 * By room id.
 * @param asked Rooms in which something runs: of others it matters to nobody whether the picture fails
 */
export async function readPictures(
  db: Database,
  asked: ReadonlySet<string>,
  now: Date,
): Promise<ReadonlyMap<string, RoomPicture>> {
  const channels = (await listChannels(db))
    .filter(({ isInUse }) => isInUse)
    .toSorted((a, b) => VIEWS.indexOf(b.view) - VIEWS.indexOf(a.view));
  // The last one of a room wins, which is the most telling view.
  const byRoom = new Map(channels.map((channel) => [channel.room, channel]));
  const pictures = new Map<string, RoomPicture>();
  for (const [room, channel] of byRoom) {
    const problem = asked.has(room) ? await problemNow(db, channel, now) : undefined;
    pictures.set(room, { channel: channel.channel, problem });
  }
  return pictures;
}
