/** Cameras over HTTP: who sees what today, viewings, the timeline of a room, holds. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import type { ClipExported } from "../../../../contract/src/facts/video.clip-exported.ts";
import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { HoldEnded } from "../../../../contract/src/facts/video.hold-ended.ts";
import type { HoldSet } from "../../../../contract/src/facts/video.hold-set.ts";
import type { PictureReplaySealed } from "../../../../contract/src/facts/video.replay-sealed.ts";
import { Instant, PlainDay } from "../../../../contract/src/values.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import {
  EndHold,
  HoldRecording,
  OpenViewing,
  PicturesToday,
  RecordingsOfProject,
  RoomTimeline,
  Viewing,
  ViewingList,
} from "../../../../contract/src/video.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { countRows, notePurpose } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { bookingsIn } from "../venue/index.ts";
import { endHold, type ExportParts, holdRecording } from "./acts.service.ts";
import { listStays } from "./channel.store.ts";
import { camerasDuring, type Channel, staysIn } from "./channel.ts";
import { markOf } from "./live.routes.ts";
import { daysOf, type Recordings } from "./recording.service.ts";
import { isBroken } from "./statement.ts";
import { listToday, readTimeline, type TodayDeps } from "./today.service.ts";
import { findHold, lastChecksOf, listEvents } from "./video.store.ts";
import {
  getChannelDuring,
  inIso,
  openViewing,
  renewTicket,
  requireVisible,
  type ViewingDeps,
} from "./viewing.service.ts";
import { bindingOf } from "./viewing.ts";
import { viewingsOf } from "./viewings.service.ts";

export interface VideoRouteDeps extends TodayDeps, ViewingDeps {
  readonly clock: Clock;
  readonly isSecure: boolean;
  readonly addressKey: () => Promise<string>;
  readonly recordings: Recordings;
  readonly certify: ExportParts["certify"];
  readonly spaceHere: () => Promise<number | undefined>;
  readonly hasQuota: boolean;
}

const AUDIT = { object: "video", sensitive: true } as const;
const WATCH = { permission: "video.watch", audit: AUDIT } as const;
const KEEP = { permission: "video.keep", audit: AUDIT } as const;
const BEFORE_ALL = "2000-01-01T00:00:00.000Z";
const Ocid = Type.Object({ ocid: Type.String({ maxLength: 160 }) });
type OcidParams = { Params: { ocid: string } };

export function addVideoRoutes(app: FastifyInstance, deps: VideoRouteDeps): void {
  addToday(app, deps);
  addViewings(app, deps);
  addTimeline(app, deps);
  addProject(app, deps);
  addHolds(app, deps);
}

const viewerOf = (request: FastifyRequest, { clock, isSecure }: VideoRouteDeps) => ({
  actor: actorOf(request),
  session: markOf(request, isSecure),
  at: clock.now(),
});

function addToday(app: FastifyInstance, deps: VideoRouteDeps): void {
  const Query = Type.Object({ day: Type.Optional(PlainDay) });
  app.get<{ Querystring: { day?: string } }>(
    "/api/video/today",
    {
      config: WATCH,
      schema: {
        summary: "Openings and evaluations of a day with their cameras",
        querystring: Query,
        response: { 200: PicturesToday },
      },
    },
    async (request) => {
      const at = deps.clock.now();
      const day = request.query.day ?? plainDateOf(at);
      const today = await listToday(deps, { actor: actorOf(request), at }, day);
      countRows(request, today.projects.length);
      return today;
    },
  );
}

function addViewings(app: FastifyInstance, deps: VideoRouteDeps): void {
  app.post<{ Body: OpenViewing }>(
    "/api/video/viewings",
    {
      config: WATCH,
      schema: { summary: "Look at a camera", body: OpenViewing, response: { 200: Viewing } },
    },
    (request) => {
      const { channel, ocid, purpose = "opening", reason = "" } = request.body;
      notePurpose(request, `${channel} ${ocid} ${purpose} ${reason}`);
      return openViewing(deps, viewerOf(request, deps), request.body);
    },
  );
  app.post<{ Params: { viewing: string } }>(
    "/api/video/viewings/:viewing/tickets",
    {
      config: WATCH,
      schema: {
        summary: "Another ticket of a viewing",
        params: Type.Object({ viewing: Type.String({ pattern: "^[0-9a-f]{32}$" }) }),
        response: { 200: Viewing },
      },
    },
    (request) => renewTicket(deps, viewerOf(request, deps), request.params.viewing),
  );
}

interface TimelineAsked {
  readonly channel: string;
  readonly ocid: string;
  readonly from: string;
  readonly to: string;
}

function addTimeline(app: FastifyInstance, deps: VideoRouteDeps): void {
  const Query = Type.Object({
    channel: Type.String({ maxLength: 80 }),
    ocid: Type.String({ maxLength: 160 }),
    from: Instant,
    to: Instant,
  });
  app.get<{ Querystring: TimelineAsked }>(
    "/api/video/timeline",
    {
      config: WATCH,
      schema: {
        summary: "What happened while a camera looked",
        querystring: Query,
        response: { 200: RoomTimeline },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { ocid, from, to } = request.query;
      await requireVisible(deps, actor, ocid);
      const { channel, span } = await requireStay(deps, request.query.channel, inIso({ from, to }));
      await requireBooked(deps, channel, { channel: channel.channel, ocid, span, isPast: false });
      return readTimeline(deps, { actor }, { ocid, channel, ...span });
    },
  );
}

function addProject(app: FastifyInstance, deps: VideoRouteDeps): void {
  const { db } = deps;
  const lookedAt = (request: FastifyRequest, ocid: string | undefined) => {
    const { scope } = actorOf(request);
    return viewingsOf(deps, { scope, now: deps.clock.now() }, ocid);
  };
  app.get(
    "/api/video/viewings",
    {
      config: { permission: "video.review", audit: AUDIT },
      schema: { summary: "Who looked at cameras", response: { 200: ViewingList } },
    },
    (request) => lookedAt(request, undefined),
  );
  app.get<OcidParams>(
    "/api/video/projects/:ocid/viewings",
    {
      config: WATCH,
      schema: {
        summary: "Who looked at the cameras of a project",
        params: Ocid,
        response: { 200: ViewingList },
      },
    },
    async (request) => {
      const { ocid } = request.params;
      await requireVisible(deps, actorOf(request), ocid);
      return lookedAt(request, ocid);
    },
  );
  app.get<OcidParams>(
    "/api/video/projects/:ocid/recordings",
    {
      config: WATCH,
      schema: {
        summary: "Coverage, clips and holds of a project",
        params: Ocid,
        response: { 200: RecordingsOfProject },
      },
    },
    async (request) => {
      const { ocid } = request.params;
      await requireVisible(deps, actorOf(request), ocid);
      return recordingsOf(db, ocid, deps.clock.now());
    },
  );
}

/** Rooms that were the project's until now, with the cameras that stand in them. */
async function camerasOf(
  db: Database,
  ocid: string,
  at: Date,
): Promise<RecordingsOfProject["cameras"]> {
  const now = at.toISOString();
  const bookings = await bookingsIn(db, { from: BEFORE_ALL, to: now, ocid });
  const stays = await listStays(db);
  return bookings
    .filter(({ cancelledAt }) => cancelledAt === undefined)
    .toSorted((a, b) => b.from.localeCompare(a.from))
    .flatMap(({ room, roomName, use, from, to }) =>
      camerasDuring(stays, { room, from, to: to < now ? to : now })
        .toSorted((a, b) => a.channel.channel.localeCompare(b.channel.channel))
        .map(({ channel: { channel, title }, ...span }) => ({
          channel,
          title,
          roomName,
          use,
          span,
        })),
    );
}

async function recordingsOf(db: Database, ocid: string, now: Date): Promise<RecordingsOfProject> {
  const coverage = await listEvents<CoverageStated>(db, "coverage-stated", ocid);
  const clips = await listEvents<ClipExported>(db, "clip-exported", ocid);
  const holds = await listEvents<HoldSet>(db, "hold-set", ocid);
  const ended = await listEvents<HoldEnded>(db, "hold-ended", ocid);
  const cameras = await camerasOf(db, ocid, now);
  const days = cameras.flatMap(({ channel, span }) =>
    daysOf(span).map((day) => `${day}/${channel}`),
  );
  const replays = await listEvents<PictureReplaySealed>(db, "replay-sealed", ocid);
  const shown = replays.map(({ payload: { session, channel } }) => `${session}/${channel}`);
  const checks = await lastChecksOf(db, [...new Set([...days, ...shown])]);
  return {
    cameras,
    checks: checks.map(({ officer: _officer, ...check }) => check),
    coverage: coverage.map(({ payload: { booking, roomName, use, channel, title, ...rest } }) => ({
      booking,
      roomName,
      use,
      channel,
      title,
      coverage: rest.coverage,
      isBroken: isBroken(rest.coverage),
    })),
    clips: clips.map(({ at, payload: { channel, hash, officer, purpose, reason, ...rest } }) => ({
      at,
      channel,
      from: rest.coverage.from,
      to: rest.coverage.to,
      hash,
      person: officer.name,
      purpose,
      reason,
    })),
    holds: holds.map(({ at, payload: { hold, channel, span, reason, officer, until } }) => {
      const end = ended.find(({ payload }) => payload.hold === hold);
      return {
        hold,
        at,
        channel,
        span,
        reason,
        person: officer.name,
        ...(until === undefined ? {} : { until }),
        ...(end === undefined ? {} : { endedAt: end.at }),
      };
    }),
  };
}

interface BoundAsked {
  readonly channel: string;
  readonly ocid: string;
  readonly span: { readonly from: string; readonly to: string };
  /** A recording may not reach into the future; a timeline may. */
  readonly isPast: boolean;
}

type BoundDeps = Pick<VideoRouteDeps, "db" | "clock">;

/** The camera and the booking by which it belongs to the project then. @throws RuleViolation video.* */
export async function requireBound(deps: BoundDeps, asked: BoundAsked) {
  const channel = await getChannelDuring(deps.db, asked.channel, asked.span);
  return { channel, booking: await requireBooked(deps, channel, asked) };
}

async function requireBooked(
  { db, clock }: BoundDeps,
  channel: Channel,
  { ocid, span, isPast }: BoundAsked,
) {
  const bookings = await bookingsIn(db, { ...span, room: channel.room, ocid });
  const now = isPast ? clock.now().getTime() : Date.parse(span.to);
  const wanted = { channel: channel.channel, ocid, recorded: span };
  return bindingOf({ wanted, now }, channel, bookings);
}

/** A timeline tells of the room in which the camera was last; what it saw elsewhere before is left out. */
async function requireStay({ db }: Pick<BoundDeps, "db">, id: string, asked: Span) {
  const stays = (await listStays(db)).filter((one) => one.channel.channel === id);
  const last = staysIn(stays, asked).at(-1);
  if (last === undefined) throw new RuleViolation("video.not-found", { channel: id });
  const { room } = last.channel;
  const [{ channel, ...span } = { ...asked, channel: last.channel }] = camerasDuring(stays, {
    room,
    ...asked,
  });
  return { channel, span };
}

function addHolds(app: FastifyInstance, deps: VideoRouteDeps): void {
  const { db, registry, clock } = deps;
  const Hold = Type.Object({ hold: Type.String() });
  app.post<{ Body: HoldRecording }>(
    "/api/video/holds",
    {
      config: KEEP,
      schema: { summary: "Keep a recording", body: HoldRecording, response: { 200: Hold } },
    },
    async (request) => {
      const actor = actorOf(request);
      await requireVisible(deps, actor, request.body.ocid);
      await requireBound(deps, { ...request.body, isPast: true });
      const context = { db, registry, actor, at: clock.now() };
      return { hold: await holdRecording(context, request.body) };
    },
  );
  app.post<{ Params: { hold: string }; Body: EndHold }>(
    "/api/video/holds/:hold/end",
    {
      config: KEEP,
      schema: {
        summary: "End a hold",
        params: Hold,
        body: EndHold,
        response: { 200: Hold },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { hold } = request.params;
      const held = await findHold(db, hold);
      if (held !== undefined) await requireVisible(deps, actor, held.ocid);
      await endHold({ db, registry, actor, at: clock.now() }, hold, request.body.reason);
      return { hold };
    },
  );
}
