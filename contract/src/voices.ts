/**
 * Voices (询问, 质疑, 异议, 投诉) over HTTP. Codes: voices.not-found, voices.stale (someone acted first),
 * voices.bad-transition {from, act}, voices.not-yours {unit}, voices.returned-once, voices.unknown-unit {unit},
 * voices.unsigned (a complaint needs a signatory), voices.bad-day {field, from, to}, voices.unknown-claim {claim},
 * voices.correction-once, voices.pause-runs, voices.no-pause, voices.ground-stops-nothing {ground},
 * voices.not-needed (an enquiry is not accepted and not published), voices.unknown-receipt, voices.unknown-request {request},
 * voices.not-withdrawable, voices.no-first-receiver (nobody received the same complaint earlier), voices.personal-data {count} (422: a text for the public names a person; each place is named).
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { EscalationStep } from "./deadlines.ts";
import { listQuery, someOf } from "./list-query.ts";
import { closed, PlainDay, Regime } from "./values.ts";
import {
  ClaimResult,
  PauseGround,
  Receiver,
  RefusalGround,
  VOICE_CONTENT,
  VOICE_KINDS,
  VoiceChannel,
  VoiceKind,
  VoiceMatter,
} from "./voice-values.ts";

export const VOICE_STATES = [
  "routed",
  "returned",
  "taken",
  "correcting",
  "accepted",
  "refused",
  "replied",
  "published",
  "withdrawn",
  "transferred",
] as const;
/** routed → taken → (correcting →) accepted → replied → published; also returned, refused, withdrawn, transferred. */
export const VoiceState = Type.Enum(VOICE_STATES);
export type VoiceState = (typeof VOICE_STATES)[number];

/** A running clock as lists show it. */
export const ClockMark = Type.Object(
  {
    clock: Type.String(),
    /** Absent: by the hour, or no date is known. */
    dueOn: Type.Optional(PlainDay),
    /** From here on it is late; absent: no date is known. */
    dueAt: Type.Optional(Type.String()),
    isStatutory: Type.Boolean(),
    binds: Type.Boolean(),
    isLate: Type.Boolean(),
  },
  closed,
);
export type ClockMark = Static<typeof ClockMark>;

export const VoiceRow = Type.Object(
  {
    id: Type.String(),
    number: Type.String(),
    kind: VoiceKind,
    regime: Regime,
    matter: Type.Optional(VoiceMatter),
    channel: VoiceChannel,
    title: Type.String(),
    ocid: Type.Optional(Type.String()),
    /** Name of the writer; a natural person's is masked. */
    writer: Type.String(),
    receivedAt: Type.String(),
    state: VoiceState,
    unit: Department,
    watcher: Type.Optional(Department),
    officerName: Type.Optional(Type.String()),
    stateSince: Type.String(),
    isPaused: Type.Boolean(),
    returns: Type.Integer(),
    claims: Type.Integer(),
    /** The earliest clock that binds, and the earliest of all. */
    binding: Type.Optional(ClockMark),
    next: Type.Optional(ClockMark),
    /** Rungs climbed so far. */
    escalations: Type.Integer(),
    /** The same writer's complaint about the same matter that another supervisor received earlier (条例61). */
    firstReceiver: Type.Optional(Receiver),
    version: Type.Integer(),
  },
  closed,
);
export type VoiceRow = Static<typeof VoiceRow>;

/** What a voice has had: steps, and what happened beside them. */
export const VOICE_MARKS = [
  "take",
  "acceptance",
  "answer",
  "unanswered",
  "pause",
  "return",
  "publication",
  "takenDown",
] as const;
export type VoiceMark = (typeof VOICE_MARKS)[number];
const Kept = Type.Enum(["kept", "missed"] as const);

/** GET /api/voices?state=routed,taken&kind=complaint&unit=housing&due=late&q=…&cursor=…&limit=50 */
export const VoiceQuery = listQuery({
  state: someOf({ anyOf: VOICE_STATES.map((state) => ({ const: state })) }),
  kind: someOf({ anyOf: VOICE_KINDS.map((kind) => ({ const: kind })) }),
  regime: Type.Optional(Regime),
  unit: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" })),
  ocid: Type.Optional(Type.String({ maxLength: 140 })),
  /** late: some clock has passed; soon: some clock ends within three days; paused. */
  due: Type.Optional(Type.Enum(["late", "soon", "paused"] as const)),
  /** Days of receipt, both included. */
  from: Type.Optional(PlainDay),
  to: Type.Optional(PlainDay),
  order: Type.Optional(Type.Enum(["due", "received"] as const)),
  channel: Type.Optional(VoiceChannel),
  /** Unit that handles it, not the one that watches. */
  holder: Type.Optional(Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" })),
  has: Type.Optional(Type.Enum(VOICE_MARKS)),
  /** Of some claim, in the last answer. */
  result: Type.Optional(ClaimResult),
  refusal: Type.Optional(RefusalGround),
  /** Whether the answer came by the last day of the law, and of the city's promise. */
  statute: Type.Optional(Kept),
  promise: Type.Optional(Kept),
  /** Rung of the ladder that it reached. */
  rung: Type.Optional(EscalationStep),
  /** Only what still asks something of somebody: not answered yet, or a clock runs on. */
  open: Type.Optional(Type.Literal("yes")),
});
export type VoiceQuery = Static<typeof VoiceQuery>;

export const VoicePage = Type.Object(
  {
    rows: Type.Array(VoiceRow),
    next: Type.Optional(Type.String()),
    counts: Type.Object(
      {
        ...Object.fromEntries(VOICE_STATES.map((state) => [state, Type.Integer()])),
        open: Type.Integer(),
        late: Type.Integer(),
        soon: Type.Integer(),
        paused: Type.Integer(),
      } as Record<
        VoiceState | "open" | "late" | "soon" | "paused",
        ReturnType<typeof Type.Integer>
      >,
      closed,
    ),
  },
  closed,
);
export type VoicePage = Static<typeof VoicePage>;

/** One line of the history. `payload` as the fact has it, without the lock. */
export const VoiceHistoryEvent = Type.Object(
  {
    at: Type.String(),
    /** When it was written down; later than `at` by more than a little: entered afterwards. */
    recordedAt: Type.String(),
    kind: Type.String(),
    factId: Type.String(),
    leafIndex: Type.Optional(Type.Integer()),
    payload: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
);
export type VoiceHistoryEvent = Static<typeof VoiceHistoryEvent>;

/** As explainClocks gives it (clocks/src/explain.ts). */
const Strip = Type.Array(
  Type.Object(
    {
      date: PlainDay,
      kind: Type.String(),
      n: Type.Optional(Type.Integer()),
      name: Type.Optional(Type.String()),
      isMakeUp: Type.Optional(Type.Literal(true)),
      isDue: Type.Optional(Type.Literal(true)),
    },
    closed,
  ),
);
export const ExplainedClock = Type.Object(
  {
    id: Type.String(),
    due: Type.Union([PlainDay, Type.Null()]),
    provisional: Type.Boolean(),
    reason: Type.Optional(Type.String()),
    year: Type.Optional(Type.Integer()),
    articles: Type.Array(Type.String()),
    binds: Type.Boolean(),
    isCommitment: Type.Boolean(),
    startOn: PlainDay,
    unit: Type.String(),
    length: Type.Integer(),
    strip: Strip,
    /** True: still to be kept. */
    isRunning: Type.Boolean(),
  },
  closed,
);
export type ExplainedClock = Static<typeof ExplainedClock>;

export const CitedArticle = Type.Object(
  {
    id: Type.String(),
    instrument: Type.String(),
    article: Type.String(),
    summaryZh: Type.String(),
    verified: Type.String(),
    validFrom: Type.Union([PlainDay, Type.Null()]),
    validTo: Type.Union([PlainDay, Type.Null()]),
  },
  closed,
);
export type CitedArticle = Static<typeof CitedArticle>;

const VOICE_ACTS = [
  "take",
  "giveBack",
  "transfer",
  "reroute",
  "decideAcceptance",
  "correct",
  "beginPause",
  "endPause",
  "askEvidence",
  "giveEvidence",
  "recordStep",
  "reply",
  "question",
  "publish",
  "takeDown",
] as const;
export type VoiceAct = (typeof VOICE_ACTS)[number];

/** GET /api/voices/:id */
export const VoiceView = Type.Object(
  {
    voice: VoiceRow,
    /** What was sent, without the number and the receipt. */
    content: Type.Object({ ...VOICE_CONTENT }, closed),
    window: Type.Optional(Type.String()),
    legalBasis: Type.String(),
    clocks: Type.Array(ExplainedClock),
    /** Also those of steps inside the platform. */
    running: Type.Array(ClockMark),
    law: Type.Array(CitedArticle),
    pause: Type.Optional(
      Type.Object(
        {
          ground: PauseGround,
          from: PlainDay,
          expectedEnd: PlainDay,
          document: Type.String(),
          endsOn: PlainDay,
        },
        closed,
      ),
    ),
    /** True while the tenderer must pause (条例22, 54). */
    mustPause: Type.Boolean(),
    reply: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    publicationId: Type.Optional(Type.String()),
    process: Type.Optional(
      Type.Object(
        {
          ocid: Type.String(),
          title: Type.String(),
          procuringEntity: Type.Optional(Type.String()),
          procurementAgency: Type.Optional(Type.String()),
          bidDeadline: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
    /** Other voices about the same process. */
    related: Type.Array(
      Type.Object(
        { id: Type.String(), number: Type.String(), kind: VoiceKind, state: VoiceState },
        closed,
      ),
    ),
    /** Complaints about the same matter that other supervisors received later. */
    laterReceivers: Type.Array(
      Type.Object({ ...Receiver.properties, isTransferred: Type.Boolean() }, closed),
    ),
    /** Whither it was transferred. */
    transferredTo: Type.Optional(Receiver),
    history: Type.Array(VoiceHistoryEvent),
    may: Type.Object(
      Object.fromEntries(VOICE_ACTS.map((act) => [act, Type.Boolean()])) as Record<
        VoiceAct,
        ReturnType<typeof Type.Boolean>
      >,
      closed,
    ),
  },
  closed,
);
export type VoiceView = Static<typeof VoiceView>;
