/** Who looked at which picture: the room as it is called now, the camera as it was last called in that room. */
import type { ViewingLine, ViewingList } from "../../../../contract/src/video.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { listRooms } from "../venue/index.ts";
import { listStays } from "./channel.store.ts";
import { camerasDuring, type Stay } from "./channel.ts";
import { joinSpans } from "./stretches.ts";
import type { TodayDeps } from "./today.service.ts";
import { listViewings } from "./video.store.ts";

type Row = Awaited<ReturnType<typeof listViewings>>[number];

interface Names {
  readonly stays: readonly Stay[];
  readonly rooms: ReadonlyMap<string, string>;
  readonly now: string;
}

/** A recording was taken by the camera as it was when it was recorded, not when it was looked at. */
function titleOf({ channel, room, at, recorded }: Row, { stays }: Names): string | undefined {
  const during = recorded ?? { from: at, to: at };
  const cameras = camerasDuring(stays, { room, ...during });
  return cameras.find((one) => one.channel.channel === channel)?.channel.title;
}

function lineOf(row: Row, names: Names): ViewingLine {
  const { purpose, reason, recorded, stretches, seconds, until, officer } = row;
  const title = titleOf(row, names);
  const roomName = names.rooms.get(row.room);
  return {
    at: row.at,
    until,
    ocid: row.ocid,
    project: row.project,
    person: officer.name,
    unit: officer.department.name,
    channel: row.channel,
    room: row.room,
    zone: row.zone,
    seconds,
    isOpen: until > names.now,
    ...(roomName === undefined ? {} : { roomName }),
    ...(title === undefined ? {} : { title }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(reason === undefined ? {} : { reason }),
    ...(recorded === undefined ? {} : { recorded, stretches: joinSpans(stretches) }),
  };
}

/** @param ocid undefined: of every project that the reader may see */
export async function viewingsOf(
  { db, reader }: Pick<TodayDeps, "db" | "reader">,
  { scope, now }: { readonly scope: Scope; readonly now: Date },
  ocid: string | undefined,
): Promise<ViewingList> {
  const rows = await reader.read(scope, (tx) => listViewings(tx, scope, ocid));
  const stays = await listStays(db);
  const rooms = new Map((await listRooms(db)).map(({ room, name }) => [room, name]));
  const names = { stays, rooms, now: now.toISOString() };
  return { rows: rows.map((row) => lineOf(row, names)) };
}
