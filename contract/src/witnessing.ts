/** The witness's desk over HTTP: rooms by risk, clauses, acts, notes, sheets, shifts. */
import Type, { type Static } from "typebox";

import { OpeningId, OpeningStage } from "./opening-values.ts";
import { closed, Instant, LotId, PlainDay, Regime } from "./values.ts";
import { BookingId, RoomUse, RoomZone } from "./venue-values.ts";
import {
  ClauseId,
  Clip,
  Measure,
  OpenMatter,
  RoomPictureProblem,
  RecordId,
  Risk,
  RoomName,
  Severity,
  ShiftId,
  SignatureState,
  SitePerson,
  SiteRole,
  Words,
} from "./witnessing-values.ts";

const Text = Type.String({ maxLength: 4000 });
const Name = Type.String({ maxLength: 400 });
const Count = Type.Integer({ minimum: 0 });
const Ocid = Type.String({ maxLength: 160 });

export const Article = Type.Object(
  { id: Name, instrument: Name, article: Name, summary: Text, regime: Name },
  closed,
);
export type Article = Static<typeof Article>;

export const Clause = Type.Object(
  {
    id: ClauseId,
    label: Name,
    text: Text,
    zones: Type.Array(RoomZone),
    stages: Type.Array(OpeningStage),
    role: SiteRole,
    severity: Severity,
    measure: Measure,
    articles: Type.Array(Article),
  },
  closed,
);
export type Clause = Static<typeof Clause>;
/** GET /api/witnessing/clauses */
export const ClauseList = Type.Object({ clauses: Type.Array(Clause) }, closed);

export const RiskReason = Type.Object(
  { code: Risk, at: Type.Optional(Instant), count: Type.Optional(Count) },
  closed,
);
export type RiskReason = Static<typeof RiskReason>;

export const Watcher = Type.Object({ account: Name, name: Name, shift: ShiftId }, closed);
export type Watcher = Static<typeof Watcher>;

const RoomSession = Type.Object(
  {
    id: OpeningId,
    ocid: Ocid,
    lotId: LotId,
    title: Name,
    regime: Type.Optional(Regime),
    host: Name,
    startsAt: Instant,
    stage: OpeningStage,
    /** When this stage began. */
    since: Type.Optional(Instant),
  },
  closed,
);
export type RoomSession = Static<typeof RoomSession>;

const RoomBooking = Type.Object(
  {
    id: BookingId,
    use: RoomUse,
    title: Name,
    ocid: Type.Optional(Ocid),
    regime: Type.Optional(Regime),
    from: Instant,
    to: Instant,
  },
  closed,
);
export type RoomBooking = Static<typeof RoomBooking>;

export const RoomTile = Type.Object(
  {
    room: RoomName,
    zone: RoomZone,
    /** The room's own key on the keyboard; it stays with the room whatever its place. */
    key: Type.Optional(Type.String({ maxLength: 1 })),
    session: Type.Optional(RoomSession),
    /** What the room is booked for now, where that is no opening. */
    booking: Type.Optional(RoomBooking),
    /** First is why the room stands where it does. */
    reasons: Type.Array(RiskReason, { minItems: 1 }),
    watcher: Type.Optional(Watcher),
    acts: Count,
    notes: Count,
    channel: Type.Optional(Name),
    pictureProblem: Type.Optional(RoomPictureProblem),
  },
  closed,
);
export type RoomTile = Static<typeof RoomTile>;

const Handing = Type.Object(
  {
    shift: ShiftId,
    from: Watcher,
    to: Type.Object({ account: Name, name: Name }, closed),
    rooms: Type.Array(RoomName),
    open: Type.Array(OpenMatter),
    note: Type.Optional(Text),
    at: Instant,
  },
  closed,
);
export type Handing = Static<typeof Handing>;

/** GET /api/witnessing/board. The most urgent room first. */
export const WitnessBoard = Type.Object(
  {
    serverTime: Instant,
    account: Name,
    rooms: Type.Array(RoomTile),
    /** The reader's own shift. */
    shift: Type.Optional(
      Type.Object({ id: ShiftId, since: Instant, rooms: Type.Array(RoomName) }, closed),
    ),
    /** Offered by the reader, and to the reader. */
    handing: Type.Optional(Handing),
    offered: Type.Array(Handing),
    /** What stands open in the reader's rooms. */
    open: Type.Array(OpenMatter),
    colleagues: Type.Array(Type.Object({ account: Name, name: Name }, closed)),
    mayRecord: Type.Boolean(),
  },
  closed,
);
export type WitnessBoard = Static<typeof WitnessBoard>;

/** A receipt: the fact's id and when it was recorded. */
export const Receipt = Type.Object(
  { id: RecordId, factId: Name, recordedAt: Instant, number: Type.Optional(Name) },
  closed,
);
export type Receipt = Static<typeof Receipt>;

/** POST /api/witnessing/acts. Times and clip are the server's unless given. */
export const RecordAct = Type.Object(
  {
    room: RoomName,
    session: Type.Optional(OpeningId),
    booking: Type.Optional(BookingId),
    clause: ClauseId,
    persons: Type.Optional(Type.Array(SitePerson, { minItems: 1, maxItems: 8 })),
    severity: Type.Optional(Severity),
    measure: Type.Optional(Measure),
    /** True: nothing done yet. */
    isOpen: Type.Optional(Type.Boolean()),
    text: Type.Optional(Words(1000)),
    /** When it was seen; at most ten minutes ago. */
    seenAt: Type.Optional(Instant),
  },
  closed,
);
export type RecordAct = Static<typeof RecordAct>;

/** POST /api/witnessing/notes */
export const TakeNote = Type.Object(
  {
    room: RoomName,
    session: Type.Optional(OpeningId),
    booking: Type.Optional(BookingId),
    text: Words(2000),
    seenAt: Type.Optional(Instant),
  },
  closed,
);
export type TakeNote = Static<typeof TakeNote>;

/** POST /api/witnessing/acts/:id/withdrawal, …/notes/:id/withdrawal */
export const WithdrawRecord = Type.Object({ reason: Words(400) }, closed);
export type WithdrawRecord = Static<typeof WithdrawRecord>;

/** POST /api/witnessing/sheets */
export const IssueSheet = Type.Object(
  {
    act: RecordId,
    person: SitePerson,
    measure: Measure,
    said: Words(1000, 4),
    answer: Type.Optional(Words(1000)),
    signature: SignatureState,
    signatureNote: Type.Optional(Words(400)),
  },
  closed,
);
export type IssueSheet = Static<typeof IssueSheet>;

/** POST /api/witnessing/sheets/:id/signature */
export const SignSheet = Type.Object(
  {
    signature: Type.Enum(["signed", "refused", "absent"] as const),
    answer: Type.Optional(Words(1000)),
    signatureNote: Type.Optional(Words(400)),
  },
  closed,
);
export type SignSheet = Static<typeof SignSheet>;

/** One line of what was witnessed. */
export const WitnessRecord = Type.Object(
  {
    kind: Type.Enum(["note", "act", "sheet"] as const),
    id: RecordId,
    factId: Name,
    at: Instant,
    recordedAt: Instant,
    officer: Name,
    isOwn: Type.Boolean(),
    ocid: Type.Optional(Ocid),
    title: Type.Optional(Name),
    room: Type.Optional(RoomName),
    session: Type.Optional(OpeningId),
    text: Type.Optional(Text),
    clip: Type.Optional(Clip),
    clause: Type.Optional(ClauseId),
    clauseText: Type.Optional(Text),
    articles: Type.Array(Article),
    persons: Type.Array(SitePerson),
    severity: Type.Optional(Severity),
    measure: Type.Optional(Measure),
    withdrawn: Type.Optional(Text),
    /** An act that neither has a measure nor a sheet. */
    isOpen: Type.Boolean(),
    number: Type.Optional(Name),
    act: Type.Optional(RecordId),
    answer: Type.Optional(Text),
    signature: Type.Optional(SignatureState),
    signatureNote: Type.Optional(Text),
  },
  closed,
);
export type WitnessRecord = Static<typeof WitnessRecord>;

/** GET /api/witnessing/records?ocid= or ?day= */
export const RecordQuery = Type.Object(
  {
    ocid: Type.Optional(Ocid),
    day: Type.Optional(PlainDay),
  },
  closed,
);
export type RecordQuery = Static<typeof RecordQuery>;

export const RecordList = Type.Object(
  { records: Type.Array(WitnessRecord), day: Type.Optional(Name), title: Type.Optional(Name) },
  closed,
);
export type RecordList = Static<typeof RecordList>;

/** POST /api/witnessing/shifts */
export const BeginShift = Type.Object(
  { rooms: Type.Array(RoomName, { minItems: 1, maxItems: 12, uniqueItems: true }) },
  closed,
);
export type BeginShift = Static<typeof BeginShift>;

/** POST /api/witnessing/shifts/:id/hand-over. Without `to` the shift ends. */
export const HandOver = Type.Object(
  {
    to: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    rooms: Type.Optional(Type.Array(RoomName, { minItems: 1, maxItems: 12, uniqueItems: true })),
    note: Type.Optional(Words(1000)),
  },
  closed,
);
export type HandOver = Static<typeof HandOver>;

/** POST /api/witnessing/shifts/:id/receipt */
export const ReceiveShift = Type.Object(
  { isAccepted: Type.Boolean(), reason: Type.Optional(Words(400)) },
  closed,
);
export type ReceiveShift = Static<typeof ReceiveShift>;
