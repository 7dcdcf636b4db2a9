import type { Span } from "../../../../contract/src/video-values.ts";
/** What a supervisor sees of a day: projects, their rooms, the cameras in them, and the time under a picture. */
import type {
  ChannelTile,
  PicturesToday,
  PictureState,
  RoomTimeline,
  RoomToday,
  TimelineMark,
} from "../../../../contract/src/video.ts";
import { dayAfter, type PlainDate, startOfDay } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { listSessions, readEvents, stateOf } from "../opening/index.ts";
import { type Booking, bookingsIn, eventsOf } from "../venue/index.ts";
import { listChannels } from "./channel.store.ts";
import type { Channel } from "./channel.ts";
import { mergeTroubles, stateCoverage } from "./statement.ts";
import {
  type ClaimState,
  listFactMarks,
  readClaims,
  spansOf,
  troublesOf,
  visibleOf,
} from "./video.store.ts";

export interface RaisedWarning {
  readonly ocid: string;
  readonly at: string;
  readonly node: string;
  readonly label: { readonly zh: string; readonly en: string };
}

export interface TodayDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly reader: ScopedReader;
  /** Warnings of these projects in a span, as this reader may see them. */
  readonly listRaised: (
    tx: Tx,
    query: Span & { readonly ocids: readonly string[] },
  ) => Promise<readonly RaisedWarning[]>;
  /** False: what records is not installed in this process. */
  readonly hasProgram: () => boolean;
}

interface Eyes {
  readonly actor: Pick<Actor, "scope">;
  readonly at: Date;
}

export const stateOfChannel = (
  { channel }: Channel,
  claims: readonly ClaimState[],
  hasProgram: boolean,
): PictureState => {
  const claim = claims.find((one) => one.channel === channel);
  if (claim !== undefined) return claim.state as PictureState;
  return hasProgram ? "idle" : "noProgram";
};

/** The project's rooms in a day, with how each camera is now. */
export async function listToday(
  deps: TodayDeps,
  { actor: { scope }, at }: Eyes,
  day: PlainDate,
): Promise<PicturesToday> {
  const { db, reader } = deps;
  const span = { from: startOfDay(day), to: startOfDay(dayAfter(day)) };
  const booked = (await bookingsIn(db, span)).filter(
    ({ cancelledAt }) => cancelledAt === undefined,
  );
  const ocids = [...new Set(booked.flatMap(({ ocid }) => ocid ?? []))];
  const { titles, sessions, raised } = await reader.read(scope, async (tx) => ({
    titles: await visibleOf(tx, scope, ocids),
    sessions: await listSessions(tx, scope, { from: new Date(span.from), to: new Date(span.to) }),
    raised: await deps.listRaised(tx, { ...span, ocids }),
  }));
  const events = await readEvents(
    db,
    sessions.map(({ id }) => id),
  );
  const tiles = await tilesOf(deps, at);
  const roomOf = ({ ocid, lotId, ...booking }: Booking): RoomToday => {
    const session =
      booking.use === "opening"
        ? sessions.find((one) => one.ocid === ocid && (lotId ?? one.plan.lotId) === one.plan.lotId)
        : undefined;
    return {
      ...wordsOf(booking),
      ...(lotId === undefined ? {} : { lotId }),
      ...(session === undefined
        ? {}
        : { session: session.id, stage: stateOf(events.get(session.id) ?? []).stage }),
      channels: tiles(booking.room),
    };
  };
  return {
    day,
    now: at.toISOString(),
    hasProgram: deps.hasProgram(),
    projects: [...titles].map(([ocid, title]) => ({
      ocid,
      title,
      ...warnedOf(raised.filter((one) => one.ocid === ocid)),
      rooms: booked.filter((one) => one.ocid === ocid).map(roomOf),
    })),
  };
}

function warnedOf(raised: readonly RaisedWarning[]) {
  const newest = raised
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  return { warnings: raised.length, ...(newest === undefined ? {} : { warnedAt: newest }) };
}

const wordsOf = ({
  booking,
  room,
  roomName,
  zone,
  use,
  title,
  from,
  to,
}: Omit<Booking, "ocid" | "lotId">) => ({
  booking,
  room,
  roomName,
  zone,
  use,
  title,
  from,
  to,
});

const RECENT_MS = 600_000;

async function tilesOf(
  { db, hasProgram }: TodayDeps,
  at: Date,
): Promise<(room: string) => ChannelTile[]> {
  const channels = (await listChannels(db)).filter(({ isInUse }) => isInUse);
  const claims = await readClaims(db);
  const near = { from: new Date(at.getTime() - RECENT_MS).toISOString(), to: at.toISOString() };
  const problems = new Map<string, string>();
  for (const { channel } of channels.filter((one) =>
    claims.some((claim) => claim.channel === one.channel),
  )) {
    const open = mergeTroubles(await troublesOf(db, channel, near)).find(
      ({ to }) => to === undefined,
    );
    if (open !== undefined) problems.set(channel, open.what.startsWith("gap ") ? "gap" : open.what);
  }
  return (room) =>
    channels
      .filter((one) => one.room === room)
      .map((one) => {
        const { channel, title, view } = one;
        const problem = problems.get(channel);
        const state = stateOfChannel(one, claims, hasProgram());
        return { channel, title, view, state, ...(problem === undefined ? {} : { problem }) };
      });
}

interface TimelineQuery extends Span {
  readonly ocid: string;
  readonly channel: Channel;
}

/** What happened while the camera looked: facts, door and cabinets, odd pictures, warnings. */
export async function readTimeline(
  deps: TodayDeps,
  { actor: { scope } }: Pick<Eyes, "actor">,
  { ocid, channel, from, to }: TimelineQuery,
): Promise<RoomTimeline> {
  const { db, registry, reader } = deps;
  const span = { from, to };
  const { facts, raised } = await reader.read(scope, async (tx) => ({
    facts: await listFactMarks(tx, ocid, span),
    raised: await deps.listRaised(tx, { ...span, ocids: [ocid] }),
  }));
  const titles = new Map(registry.kinds().map(({ kind, title }) => [kind, title]));
  const troubles = mergeTroubles(await troublesOf(db, channel.channel, span));
  const recorded = await spansOf(db, channel.channel, span);
  const { gaps, share } = stateCoverage(span, recorded, troubles);
  const devices = await eventsOf(db, { room: channel.room, from, to });
  const marks: TimelineMark[] = [
    ...facts.map(({ at, kind }) => {
      const title = titles.get(kind);
      return { at, group: "fact", what: kind, ...(title === undefined ? {} : { label: title }) };
    }),
    ...troubles.map((one) => ({
      at: one.from,
      group: "trouble",
      what: one.what,
      ...(one.to === undefined ? {} : { to: one.to }),
    })),
    ...devices.map(({ at, event, name, bearer, device }) => ({
      at,
      group: "room",
      what: event,
      detail: name ?? bearer ?? device,
    })),
    ...raised.map(({ at, node, label }) => ({ at, group: "warning", what: node, label })),
  ];
  return {
    span,
    recorded: [...recorded],
    gaps,
    share,
    marks: marks.toSorted((a, b) => a.at.localeCompare(b.at)),
  };
}
