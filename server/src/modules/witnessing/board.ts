/** The board: rooms of a day with their sessions, each with its reasons and its own key. Pure. */
import { isLive } from "../../../../contract/src/opening-values.ts";
import type { Regime } from "../../../../contract/src/values.ts";
import type { RoomZone } from "../../../../contract/src/venue-values.ts";
import {
  type OpenMatter,
  type RoomPictureProblem,
  ROOM_KEYS,
} from "../../../../contract/src/witnessing-values.ts";
import type { RoomBooking, RoomSession, RoomTile } from "../../../../contract/src/witnessing.ts";
import type { SessionState } from "../opening/index.ts";
import type { KeptRecord } from "./record.ts";
import { compareRisk, compareRooms, reasonsOf, type RoomState } from "./risk.ts";
import { type Shift, shiftOf, type Watch, watcherOf } from "./shift.ts";

/** An opening as the board needs it. */
export interface HeldOpening {
  readonly id: string;
  readonly ocid: string;
  readonly title: string;
  readonly regime: string | null;
  readonly plan: {
    readonly lotId: string;
    readonly startsAt: string;
    readonly room?: string | undefined;
    readonly host: string;
  };
  readonly state: SessionState;
}

/** A room of the house, with what it is booked for now beside openings. */
export interface HouseRoom {
  readonly name: string;
  readonly zone: RoomZone;
  readonly booking?: RoomBooking | undefined;
  readonly channel?: string | undefined;
  readonly pictureProblem?: RoomPictureProblem | undefined;
}

export interface Day {
  readonly now: string;
  readonly account: string;
  readonly openings: readonly HeldOpening[];
  readonly house: readonly HouseRoom[];
  readonly warned: ReadonlyMap<string, readonly string[]>;
  readonly records: readonly KeptRecord[];
  readonly watch: Watch;
}

/** An opening without a room is watched by itself. */
const roomOf = ({ id, plan }: HeldOpening): string => plan.room ?? `online:${id}`;

const rank = ({ state }: HeldOpening): number =>
  isLive(state.stage) ? 0 : state.stage === "planned" ? 1 : 2;

/** What runs, else what comes next, else what was last. */
function foremost(openings: readonly HeldOpening[]): HeldOpening | undefined {
  return openings.toSorted((one, other) => {
    const byRank = rank(one) - rank(other);
    const byTime = Date.parse(one.plan.startsAt) - Date.parse(other.plan.startsAt);
    return byRank || (rank(one) === 2 ? -byTime : byTime);
  })[0];
}

function sessionOf({ id, ocid, title, regime, plan, state }: HeldOpening): RoomSession {
  const since = state.since[state.stage];
  const { lotId, host, startsAt } = plan;
  return {
    id,
    ocid,
    lotId,
    title,
    ...(regime === null ? {} : { regime: regime as Regime }),
    host,
    startsAt,
    stage: state.stage,
    ...(since === undefined ? {} : { since }),
  };
}

const unansweredOf = (state: SessionState | undefined) =>
  (state?.objections ?? []).filter(({ answer }) => answer === undefined);

const failedOf = (state: SessionState | undefined): string[] =>
  (state?.bids ?? []).flatMap(({ state: bid, ground, at }) =>
    bid === "failed" && ground === undefined && at !== undefined ? [at] : [],
  );

function riskOf(day: Day, { booking, pictureProblem }: HouseRoom, seen: Seen): RoomState {
  const { opening, watcher } = seen;
  const state = opening?.state;
  return {
    stage: state?.stage,
    startsAt: opening?.plan.startsAt,
    since: state?.since ?? {},
    minutes: state?.minutes,
    unanswered: unansweredOf(state).map(({ at }) => at),
    failed: failedOf(state),
    waiting: (state?.bids ?? []).filter((bid) => bid.state === "waiting").length,
    // A warning of a project whose opening is over calls nobody to the room.
    warned: rankOf(opening) < 2 ? (day.warned.get(opening?.ocid ?? "") ?? []) : [],
    pictureProblem,
    isWatched: watcher !== undefined,
    isInUse: booking !== undefined,
  };
}

interface Seen {
  readonly opening: HeldOpening | undefined;
  readonly watcher: Shift | undefined;
}

function tileOf(day: Day, room: HouseRoom, opening: HeldOpening | undefined): RoomTile {
  const { name, zone, booking, channel, pictureProblem } = room;
  const watcher = watcherOf(day.watch, name);
  const own = day.records.filter(({ payload }) => payload.room === name && !isWithdrawn(payload));
  return {
    room: name,
    zone,
    ...(opening === undefined ? {} : { session: sessionOf(opening) }),
    ...(booking === undefined ? {} : { booking }),
    reasons: [...reasonsOf(riskOf(day, room, { opening, watcher }), day.now)],
    ...(watcher === undefined
      ? {}
      : { watcher: { account: watcher.account, name: watcher.name, shift: watcher.id } }),
    acts: own.filter(({ kind }) => kind === "witnessing.act-recorded").length,
    notes: own.filter(({ kind }) => kind === "witnessing.note-taken").length,
    ...(channel === undefined ? {} : { channel }),
    ...(pictureProblem === undefined ? {} : { pictureProblem }),
  };
}

const rankOf = (opening: HeldOpening | undefined): number =>
  opening === undefined ? 2 : rank(opening);

const isWithdrawn = (payload: KeptRecord["payload"]): boolean =>
  "withdrawn" in payload && payload.withdrawn !== undefined;

/** Rooms of the house and rooms that only a plan names. */
function roomsOf({ house, openings }: Day): readonly HouseRoom[] {
  const known = new Set(house.map(({ name }) => name));
  const named = new Set(openings.map(roomOf).filter((name) => !known.has(name)));
  const others = [...named].map((name): HouseRoom => ({ name, zone: "opening" }));
  return [...house, ...others];
}

/**
 * Keys belong to rooms, not to places: a tile that moves up keeps its key, so a record never lands in another room. The reader's own
 * rooms come first, then all in the order of doors.
 */
function keysOf(rooms: readonly string[], own: readonly string[]): ReadonlyMap<string, string> {
  const mine = rooms.filter((room) => own.includes(room)).toSorted(compareRooms);
  const others = rooms.filter((room) => !own.includes(room)).toSorted(compareRooms);
  const keyed = [...mine, ...others].slice(0, ROOM_KEYS.length);
  return new Map(keyed.map((room, index) => [room, ROOM_KEYS[index] ?? ""]));
}

export function tilesOf(day: Day): RoomTile[] {
  const byRoom = Map.groupBy(day.openings, roomOf);
  const rooms = roomsOf(day);
  const own = shiftOf(day.watch, day.account)?.rooms ?? [];
  const keys = keysOf(
    rooms.map(({ name }) => name),
    own,
  );
  return rooms
    .map((room) => tileOf(day, room, foremost(byRoom.get(room.name) ?? [])))
    .map((tile) => {
      const key = keys.get(tile.room);
      return key === undefined ? tile : { ...tile, key };
    })
    .toSorted(compareRisk);
}

/** Acts with neither a measure nor a sheet. */
export function openActs(records: readonly KeptRecord[]): ReadonlySet<string> {
  const settled = new Set(
    records.flatMap(({ payload }) =>
      "sheet" in payload && payload.act !== undefined ? [payload.act] : [],
    ),
  );
  return new Set(
    records.flatMap((record) =>
      record.kind === "witnessing.act-recorded" &&
      record.payload.measure === undefined &&
      record.payload.withdrawn === undefined &&
      !settled.has(record.id)
        ? [record.id]
        : [],
    ),
  );
}

const MOST_TEXT = 400;

function matterOf(record: KeptRecord, open: ReadonlySet<string>): OpenMatter[] {
  const { payload, id, at: since } = record;
  const { room = "", session } = payload;
  const common = { room, ...(session === undefined ? {} : { session }), about: id, since };
  if (open.has(id) && "clauseText" in payload)
    return [{ kind: "openAct", ...common, text: payload.clauseText.slice(0, MOST_TEXT) }];
  if (record.kind === "witnessing.intervention-issued" && record.payload.signature === "pending")
    return [{ kind: "unsignedSheet", ...common, text: record.payload.number }];
  return [];
}

/** What stands open in these rooms. */
export function openMatters(
  { openings, records }: Pick<Day, "openings" | "records">,
  rooms: readonly string[],
): OpenMatter[] {
  const open = openActs(records);
  const ofOpenings = openings.flatMap((opening): OpenMatter[] => {
    const common = { room: roomOf(opening), session: opening.id };
    const unanswered = unansweredOf(opening.state).map(({ number, at, text }) => ({
      ...common,
      kind: "unanswered" as const,
      about: String(number),
      text: text.slice(0, MOST_TEXT),
      since: at,
    }));
    const running = isLive(opening.state.stage)
      ? [{ ...common, kind: "runningRoom" as const, text: opening.title.slice(0, MOST_TEXT) }]
      : [];
    return [...unanswered, ...running];
  });
  return [...ofOpenings, ...records.flatMap((record) => matterOf(record, open))].filter(
    ({ room }) => rooms.includes(room),
  );
}
