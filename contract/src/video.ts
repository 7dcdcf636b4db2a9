/** HTTP shapes of cameras: who sees what today, viewings, clips. */
import Type, { type Static } from "typebox";

import { OpeningId, OpeningStage } from "./opening-values.ts";
import { closed, Instant, LotId, PlainDay } from "./values.ts";
import { BookingId, RoomId, RoomUse, RoomZone } from "./venue-values.ts";
import {
  ChannelId,
  ChannelView,
  CoverageStatement,
  MissingSpan,
  SegmentFinding,
  Span,
  ViewPurpose,
} from "./video-values.ts";

/** How a picture is now; `noProgram`: what records it is not installed; `idle`: nobody records it now. */
export const PictureState = Type.Enum([
  "recording",
  "connecting",
  "waiting",
  "failing",
  "idle",
  "noProgram",
] as const);
export type PictureState = Static<typeof PictureState>;

export const ChannelTile = Type.Object(
  {
    channel: ChannelId,
    title: Type.String(),
    view: ChannelView,
    state: PictureState,
    /** Problem of the picture that is not over: `black`, `frozen`, `looped`, `moved` or `gap`. */
    problem: Type.Optional(Type.String()),
  },
  closed,
);
export type ChannelTile = Static<typeof ChannelTile>;

export const RoomToday = Type.Object(
  {
    booking: BookingId,
    room: RoomId,
    roomName: Type.String(),
    zone: RoomZone,
    use: RoomUse,
    title: Type.String(),
    from: Instant,
    to: Instant,
    lotId: Type.Optional(LotId),
    session: Type.Optional(OpeningId),
    stage: Type.Optional(OpeningStage),
    channels: Type.Array(ChannelTile),
  },
  closed,
);
export type RoomToday = Static<typeof RoomToday>;

export const ProjectToday = Type.Object(
  {
    ocid: Type.String(),
    title: Type.String(),
    /** Warnings that were raised today. */
    warnings: Type.Integer(),
    /** When the newest of them was. */
    warnedAt: Type.Optional(Instant),
    rooms: Type.Array(RoomToday),
  },
  closed,
);
export type ProjectToday = Static<typeof ProjectToday>;

export const PicturesToday = Type.Object(
  {
    day: Type.String(),
    now: Instant,
    /** False: ffmpeg is not installed on the machine that records. */
    hasProgram: Type.Boolean(),
    projects: Type.Array(ProjectToday),
  },
  closed,
);
export type PicturesToday = Static<typeof PicturesToday>;

export const OpenViewing = Type.Object(
  {
    channel: ChannelId,
    ocid: Type.String({ maxLength: 160 }),
    purpose: Type.Optional(ViewPurpose),
    reason: Type.Optional(Type.String({ minLength: 4, maxLength: 400 })),
    /** Minutes for which it may be looked at. */
    minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 120 })),
    /** Of a recording; absent: live. */
    recorded: Type.Optional(Span),
  },
  closed,
);
export type OpenViewing = Static<typeof OpenViewing>;

export const Viewing = Type.Object(
  {
    viewing: Type.String(),
    channel: ChannelId,
    until: Instant,
    /** Stands over the picture as long as it is shown. */
    watermark: Type.String(),
    /** Opens the live picture once, within a minute. */
    ticket: Type.String(),
    /** Of a recording: what it holds. */
    coverage: Type.Optional(CoverageStatement),
  },
  closed,
);
export type Viewing = Static<typeof Viewing>;

/** Something on the timeline under a picture. */
export const TimelineMark = Type.Object(
  {
    at: Instant,
    to: Type.Optional(Instant),
    /** `fact`, `trouble`, `room` (door, cabinet, desktop), `warning`, `viewing`. */
    group: Type.String(),
    /** Kind of the fact, event of the room, problem of the picture or node of the warning. */
    what: Type.String(),
    /** Name of the fact's kind. */
    label: Type.Optional(Type.Object({ zh: Type.String(), en: Type.String() }, closed)),
    /** Who or what, as the fact tells it. */
    detail: Type.Optional(Type.String()),
  },
  closed,
);
export type TimelineMark = Static<typeof TimelineMark>;

export const RoomTimeline = Type.Object(
  {
    span: Span,
    recorded: Type.Array(Span),
    gaps: Type.Array(MissingSpan),
    share: Type.Number(),
    marks: Type.Array(TimelineMark),
  },
  closed,
);
export type RoomTimeline = Static<typeof RoomTimeline>;

export const ViewingLine = Type.Object(
  {
    at: Instant,
    until: Instant,
    ocid: Type.String(),
    project: Type.String(),
    person: Type.String(),
    unit: Type.String(),
    channel: ChannelId,
    /** Of the camera, as it was last called in that room. */
    title: Type.Optional(Type.String()),
    room: RoomId,
    roomName: Type.Optional(Type.String()),
    zone: RoomZone,
    purpose: Type.Optional(ViewPurpose),
    reason: Type.Optional(Type.String()),
    recorded: Type.Optional(Span),
    /** It may still be looked at: what was sent is not all on record. */
    isOpen: Type.Boolean(),
    /** Sent so far; of a recording, each look's stretches added up. */
    seconds: Type.Number(),
    /** What was sent of a recording, in order, joined over the looks. */
    stretches: Type.Optional(Type.Array(Span)),
  },
  closed,
);
export type ViewingLine = Static<typeof ViewingLine>;
export const ViewingList = Type.Object({ rows: Type.Array(ViewingLine) }, closed);
export type ViewingList = Static<typeof ViewingList>;

export const ExportClip = Type.Object(
  {
    channel: ChannelId,
    ocid: Type.String({ maxLength: 160 }),
    span: Span,
    purpose: ViewPurpose,
    reason: Type.String({ minLength: 4, maxLength: 400 }),
  },
  closed,
);
export type ExportClip = Static<typeof ExportClip>;

export const HoldRecording = Type.Object(
  {
    channel: ChannelId,
    ocid: Type.String({ maxLength: 160 }),
    span: Span,
    reason: Type.String({ minLength: 4, maxLength: 400 }),
    until: Type.Optional(PlainDay),
  },
  closed,
);
export type HoldRecording = Static<typeof HoldRecording>;

export const EndHold = Type.Object(
  { reason: Type.String({ minLength: 4, maxLength: 400 }) },
  closed,
);
export type EndHold = Static<typeof EndHold>;

/** One day of a camera, or the public picture of a session, as it was found. */
export const RecordingCheck = Type.Object(
  {
    channel: ChannelId,
    recording: Type.String(),
    /** Absent: the whole recording. */
    span: Type.Optional(Span),
    at: Instant,
    segments: Type.Integer(),
    bytes: Type.Integer(),
    heads: Type.Integer(),
    found: Type.Integer(),
    findings: Type.Array(SegmentFinding),
  },
  closed,
);
export type RecordingCheck = Static<typeof RecordingCheck>;

/** Cameras of a project's rooms; coverage, clips and holds. */
export const RecordingsOfProject = Type.Object(
  {
    /** A row a camera and booking that has begun, newest first. */
    cameras: Type.Array(
      Type.Object(
        {
          channel: ChannelId,
          title: Type.String(),
          roomName: Type.String(),
          use: RoomUse,
          /** Of the booking, as far as it has passed. */
          span: Span,
        },
        closed,
      ),
    ),
    coverage: Type.Array(
      Type.Object(
        {
          booking: BookingId,
          roomName: Type.String(),
          use: RoomUse,
          channel: ChannelId,
          title: Type.String(),
          coverage: CoverageStatement,
          isBroken: Type.Boolean(),
        },
        closed,
      ),
    ),
    clips: Type.Array(
      Type.Object(
        {
          at: Instant,
          channel: ChannelId,
          from: Instant,
          to: Instant,
          hash: Type.String(),
          person: Type.String(),
          purpose: ViewPurpose,
          reason: Type.String(),
        },
        closed,
      ),
    ),
    /** How the stored recordings of these days were found last, newest first. */
    checks: Type.Array(RecordingCheck),
    holds: Type.Array(
      Type.Object(
        {
          hold: Type.String(),
          at: Instant,
          channel: ChannelId,
          span: Span,
          reason: Type.String(),
          person: Type.String(),
          until: Type.Optional(Type.String()),
          endedAt: Type.Optional(Instant),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type RecordingsOfProject = Static<typeof RecordingsOfProject>;

/** POST /api/video/checks: are the stored segments of this span as they were recorded? */
export const CheckRecording = Type.Object(
  { channel: ChannelId, ocid: Type.String({ maxLength: 160 }), span: Span },
  closed,
);
export type CheckRecording = Static<typeof CheckRecording>;

/** Also GET /api/video/checks: findings that stand, then the last checks. */
export const RecordingChecks = Type.Object({ rows: Type.Array(RecordingCheck) }, closed);
export type RecordingChecks = Static<typeof RecordingChecks>;
