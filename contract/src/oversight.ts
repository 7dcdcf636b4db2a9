/**
 * Watching the watchers (监督再监督) over HTTP: the board, proofs, notices, score cards. Codes: oversight.notice-not-found,
 * oversight.stale, oversight.bad-transition {from, act}, oversight.not-yours {unit}, oversight.unknown-unit {unit},
 * oversight.unknown-case {subject}, oversight.bad-period, oversight.card-not-found, oversight.card-waits {until}.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { MovedClocks } from "./deadlines.ts";
import {
  AnswerKind,
  BrokenProof,
  CardFigures,
  NoticeContent,
  NoticeKind,
  NoticeNumber,
  Quarter,
  SupId,
} from "./oversight-values.ts";
import { closed, PlainDay } from "./values.ts";

/** Why a case stands on the board. */
export const SITUATIONS = [
  "statutoryLate",
  "commitmentLate",
  "returned",
  "unclaimed",
  "pausedLong",
  "pauseAbuse",
  "unanswered",
  "copied",
  "unpublished",
  "backDated",
  "paperEntry",
  "questioned",
  "reversed",
  "leadIgnored",
] as const;
export const Situation = Type.Enum(SITUATIONS);
export type Situation = Static<typeof Situation>;

/** The six figures of the strip; each is the sum of situations (`FIGURE_SITUATIONS`). */
export const BOARD_FIGURES = [
  "late",
  "bounced",
  "paused",
  "unanswered",
  "unpublished",
  "backDated",
] as const;
export type BoardFigure = (typeof BOARD_FIGURES)[number];
export const FIGURE_SITUATIONS: Readonly<Record<BoardFigure, readonly Situation[]>> = {
  late: ["statutoryLate"],
  bounced: ["returned", "unclaimed"],
  paused: ["pausedLong", "pauseAbuse"],
  unanswered: ["unanswered", "copied"],
  unpublished: ["unpublished"],
  backDated: ["backDated"],
};

export const SITUATION_INDICATOR: Readonly<Record<Situation, SupId>> = {
  statutoryLate: "SUP-01",
  commitmentLate: "SUP-01",
  returned: "SUP-02",
  unclaimed: "SUP-02",
  pausedLong: "SUP-06",
  pauseAbuse: "SUP-06",
  unanswered: "SUP-03",
  copied: "SUP-04",
  unpublished: "SUP-11",
  backDated: "SUP-05",
  paperEntry: "SUP-05",
  questioned: "SUP-03",
  reversed: "SUP-08",
  leadIgnored: "SUP-09",
};

export const BoardRow = Type.Object(
  {
    /** `<situation>/<subject>`. */
    id: Type.String(),
    situation: Situation,
    indicator: SupId,
    subject: Type.String(),
    number: Type.String(),
    /** enquiry, challenge, objection, complaint, lead. */
    kind: Type.String(),
    /** Title of the public project; absent where none is known. Never the writer's words. */
    project: Type.Optional(Type.String()),
    unit: Department,
    /** Units through whose hands it went before. */
    earlier: Type.Array(Department),
    /** Working days or calendar days late, days paused or recorded late, times returned, claims without an answer. */
    count: Type.Integer(),
    countOf: Type.Enum(["workingDay", "day", "times", "claims", "percent"] as const),
    dueOn: Type.Optional(PlainDay),
    since: Type.Optional(PlainDay),
    expectedOn: Type.Optional(PlainDay),
    /** Day that the act names, and the instant of its record. */
    businessOn: Type.Optional(PlainDay),
    recordedAt: Type.Optional(Type.String()),
    /** When the ladder told those who watch. */
    toldAt: Type.Optional(Type.String()),
    likeNumber: Type.Optional(Type.String()),
    days: Type.Array(PlainDay),
    /** Clues of pause abuse: atTheEnd, noResult, noDocument, tail. */
    signs: Type.Array(Type.String()),
    /** What the unit said: an answer to a notice, the ground of a return, the document of a pause. */
    explanation: Type.Optional(
      Type.Object(
        { from: Type.Enum(["answer", "return", "pause"] as const), text: Type.String() },
        closed,
      ),
    ),
    /** The newest notice about this case and situation. */
    notice: Type.Optional(Type.String()),
    suggests: Type.Union([NoticeKind, Type.Null()]),
    articles: Type.Array(Type.String()),
  },
  closed,
);
export type BoardRow = Static<typeof BoardRow>;

export const Outcome = Type.Enum(["hit", "noHit", "notComputable"] as const);
/** One indicator for one unit, or for all. A result is a lead for people, no judgement. */
export const SupResult = Type.Object(
  {
    id: SupId,
    unit: Type.Optional(Department),
    outcome: Outcome,
    /** noData {what}, fewCases, fewPeers. */
    why: Type.Optional(Type.String()),
    /** Count or share. */
    value: Type.Optional(Type.Number()),
    n: Type.Integer(),
    low: Type.Optional(Type.Number()),
    high: Type.Optional(Type.Number()),
    /** What the peers with the same mix would have. */
    expected: Type.Optional(Type.Number()),
    p: Type.Optional(Type.Number()),
    /** After Benjamini–Hochberg over the units. */
    q: Type.Optional(Type.Number()),
    tests: Type.Optional(Type.Integer()),
    articles: Type.Array(Type.String()),
    /** Subjects of the rows behind it. */
    subjects: Type.Array(Type.String()),
  },
  closed,
);
export type SupResult = Static<typeof SupResult>;

/** One handled case, as the rows behind the figures of a department. */
export const HandledRow = Type.Object(
  {
    subject: Type.String(),
    number: Type.String(),
    kind: Type.String(),
    project: Type.Optional(Type.String()),
    unit: Department,
    receivedOn: PlainDay,
    doneOn: PlainDay,
    days: Type.Integer(),
    /** Null: no date is known. */
    statutoryDue: Type.Union([PlainDay, Type.Null()]),
    inStatutory: Type.Union([Type.Boolean(), Type.Null()]),
    inCommitment: Type.Union([Type.Boolean(), Type.Null()]),
    returns: Type.Integer(),
    isSubstantive: Type.Union([Type.Boolean(), Type.Null()]),
    isReversed: Type.Boolean(),
    /** Nothing was upheld, or it was not taken up. */
    isDismissed: Type.Boolean(),
    publication: Type.Enum(["published", "late", "waits", "none"] as const),
  },
  closed,
);
export type HandledRow = Static<typeof HandledRow>;

export const UnitFigures = Type.Object({ unit: Department, figures: CardFigures }, closed);
export type UnitFigures = Static<typeof UnitFigures>;

export const Integrity = Type.Object(
  {
    /** Absent: nothing was checked yet. */
    checkedAt: Type.Optional(Type.String()),
    /** Seconds between two looks at what changed. */
    everySeconds: Type.Optional(Type.Number()),
    /** Facts recomputed in the last complete pass, and when it ended. */
    checked: Type.Integer(),
    /** Facts recomputed so far by the pass that is under way. */
    passing: Type.Optional(Type.Integer()),
    completeAt: Type.Optional(Type.String()),
    size: Type.Integer(),
    checkpoints: Type.Integer(),
    checkpointsGood: Type.Integer(),
    sample: Type.Integer(),
    sampleGood: Type.Integer(),
    brokenCount: Type.Integer(),
    /** Those of cases that this reader may see. */
    broken: Type.Array(Type.Object({ ...BrokenProof.properties, foundAt: Type.String() }, closed)),
  },
  closed,
);
export type Integrity = Static<typeof Integrity>;

export const NOTICE_STATES = ["signed", "received", "answered", "closed"] as const;
export const NoticeState = Type.Enum(NOTICE_STATES);

export const NoticeRow = Type.Object(
  {
    number: NoticeNumber,
    kind: NoticeKind,
    unit: Department,
    signedBy: Department,
    title: Type.String(),
    subject: Type.Optional(Type.String()),
    caseNumber: Type.Optional(Type.String()),
    state: NoticeState,
    answer: Type.Optional(AnswerKind),
    signedAt: Type.String(),
    receivedAt: Type.Optional(Type.String()),
    answeredAt: Type.Optional(Type.String()),
    closedAt: Type.Optional(Type.String()),
    /** Last day for the answer; absent: a year without a notice of holidays. */
    dueOn: Type.Optional(PlainDay),
    /** Working days left (negative: late) while it is not answered. */
    daysLeft: Type.Optional(Type.Integer()),
    isLate: Type.Boolean(),
    version: Type.Integer(),
  },
  closed,
);
export type NoticeRow = Static<typeof NoticeRow>;

export const NoticeDraft = Type.Object(
  {
    id: Type.String(),
    madeAt: Type.String(),
    /** T0 or T+1 of a statutory clock, or asked for from the board. */
    cause: Type.Enum(["T0", "T+1", "board"] as const),
    content: NoticeContent,
    answerDays: Type.Integer(),
  },
  closed,
);
export type NoticeDraft = Static<typeof NoticeDraft>;

export const Sensitive = Type.Object(
  {
    /** Reads of this month: of cases and of leads; how many named a purpose; how many were refused. */
    month: Type.String(),
    reads: Type.Integer(),
    withPurpose: Type.Integer(),
    refused: Type.Integer(),
    /** Recordings and traces; absent kinds were not read. */
    video: Type.Integer(),
    trace: Type.Integer(),
  },
  closed,
);

/** GET /api/oversight/board?from=2026-01-01&to=2026-10-14 */
export const BoardQuery = Type.Object(
  { from: Type.Optional(PlainDay), to: Type.Optional(PlainDay) },
  closed,
);
export type BoardQuery = Static<typeof BoardQuery>;

export const Board = Type.Object(
  {
    asOf: Type.String(),
    from: PlainDay,
    to: PlainDay,
    handled: Type.Array(HandledRow),
    rows: Type.Array(BoardRow),
    units: Type.Array(UnitFigures),
    results: Type.Array(SupResult),
    notices: Type.Array(NoticeRow),
    drafts: Type.Integer(),
    integrity: Integrity,
    sensitive: Type.Optional(Sensitive),
    may: Type.Object({ sign: Type.Boolean(), release: Type.Boolean() }, closed),
  },
  closed,
);
export type Board = Static<typeof Board>;

/** GET /api/oversight/notices */
export const NoticeList = Type.Object(
  { rows: Type.Array(NoticeRow), drafts: Type.Array(NoticeDraft) },
  closed,
);
export type NoticeList = Static<typeof NoticeList>;

/** GET /api/oversight/notices/:number */
export const NoticeView = Type.Object(
  {
    notice: NoticeRow,
    content: NoticeContent,
    answerDays: Type.Integer(),
    history: Type.Array(
      Type.Object(
        {
          factId: Type.String(),
          kind: Type.String(),
          at: Type.String(),
          by: Type.Optional(Type.String()),
          text: Type.Optional(Type.String()),
          answer: Type.Optional(AnswerKind),
          /** Rung of the ladder, and who was told. */
          step: Type.Optional(Type.String()),
          to: Type.Optional(Type.Array(Type.String())),
          /** Last days before and after a new calendar. */
          moved: Type.Optional(MovedClocks),
        },
        closed,
      ),
    ),
    may: Type.Object(
      { receive: Type.Boolean(), answer: Type.Boolean(), close: Type.Boolean() },
      closed,
    ),
  },
  closed,
);
export type NoticeView = Static<typeof NoticeView>;

/** GET /api/oversight/draft?row=…: the machine's words for one row of the board; nothing is kept. */
export const DraftQuery = Type.Object(
  { row: Type.String({ minLength: 3, maxLength: 240 }), kind: Type.Optional(NoticeKind) },
  closed,
);

const Version = Type.Integer({ minimum: 0 });

/** POST /api/oversight/notices */
export const SignNotice = Type.Object(
  {
    content: NoticeContent,
    /** The draft that it was made of: gone when it is signed. */
    draft: Type.Optional(Type.String({ maxLength: 240 })),
  },
  closed,
);
export type SignNotice = Static<typeof SignNotice>;

/** POST /api/oversight/notices/:number/receipt */
export const ReceiveNotice = Type.Object({ version: Version }, closed);
/** POST /api/oversight/notices/:number/answer */
export const AnswerNotice = Type.Object(
  {
    version: Version,
    answer: AnswerKind,
    text: Type.String({ minLength: 4, maxLength: 4000, pattern: "\\S" }),
  },
  closed,
);
export type AnswerNotice = Static<typeof AnswerNotice>;
/** POST /api/oversight/notices/:number/closing */
export const CloseNotice = Type.Object(
  { version: Version, text: Type.String({ minLength: 2, maxLength: 2000, pattern: "\\S" }) },
  closed,
);
export type CloseNotice = Static<typeof CloseNotice>;

export const CARD_STATES = ["drafted", "commented", "released"] as const;
export const CardView = Type.Object(
  {
    unit: Department,
    quarter: Quarter,
    figures: CardFigures,
    state: Type.Enum(CARD_STATES),
    draftedAt: Type.String(),
    comment: Type.Optional(
      Type.Object({ text: Type.String(), at: Type.String(), by: Type.String() }, closed),
    ),
    /** Last day of the comment; it may be released before, once there is one. */
    commentBy: Type.Optional(PlainDay),
    releasedAt: Type.Optional(Type.String()),
    may: Type.Object({ comment: Type.Boolean(), release: Type.Boolean() }, closed),
  },
  closed,
);
export type CardView = Static<typeof CardView>;

/** GET /api/oversight/cards */
export const CardList = Type.Object({ rows: Type.Array(CardView) }, closed);
export type CardList = Static<typeof CardList>;

/** POST /api/oversight/cards/:unit/:quarter/comment */
export const CommentCard = Type.Object(
  { text: Type.String({ minLength: 2, maxLength: 4000, pattern: "\\S" }) },
  closed,
);
export type CommentCard = Static<typeof CommentCard>;

export { NoticeContent, type NoticeKind };
