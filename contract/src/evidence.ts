/** Evidence of a lead over HTTP: what was sealed, who had it in hand, how often rules were right. */
import Type, { type Static } from "typebox";

import { Officer } from "./casework.ts";
import {
  Ground,
  Quarter,
  ReviewKind,
  ReviewResult,
  RuleId,
  SealedItem,
  SealHashes,
  TimeSource,
} from "./evidence-values.ts";
import { closed, PlainDay } from "./values.ts";

const Count = Type.Integer({ minimum: 0 });
const Version = Type.Integer({ minimum: 0 });
const At = Type.String({ format: "date-time" });

export const SetHold = Type.Object({ version: Version, until: PlainDay, ground: Ground }, closed);
export type SetHold = Static<typeof SetHold>;
export const EndHold = Type.Object({ version: Version, ground: Ground }, closed);
export type EndHold = Static<typeof EndHold>;
export const RecordReview = Type.Object(
  { version: Version, review: ReviewKind, result: ReviewResult, text: Ground },
  closed,
);
export type RecordReview = Static<typeof RecordReview>;

/** One entry of the custody chain; without an officer: the system itself. */
export const CustodyEntry = Type.Object(
  {
    at: At,
    act: Type.Enum(["sealed", "holdSet", "holdEnded", "reviewed", "viewed", "exported"] as const),
    factId: Type.String(),
    leafIndex: Type.Optional(Count),
    officer: Type.Optional(Officer),
    until: Type.Optional(PlainDay),
    ground: Type.Optional(Type.String()),
    review: Type.Optional(ReviewKind),
    result: Type.Optional(ReviewResult),
    manifest: Type.Optional(Type.String()),
  },
  closed,
);
export type CustodyEntry = Static<typeof CustodyEntry>;

const ReviewState = Type.Object(
  {
    result: Type.Union([ReviewResult, Type.Literal("notReviewed")]),
    at: Type.Optional(At),
    by: Type.Optional(Type.String()),
  },
  closed,
);

export const EvidenceView = Type.Object(
  {
    version: Version,
    sealedAt: At,
    timeSource: TimeSource,
    /** Until the first checkpoint that covers the sealing: absent. */
    leafIndex: Type.Optional(Count),
    seal: SealHashes,
    items: Type.Array(
      Type.Object({ ...SealedItem.properties, leafIndex: Type.Optional(Count) }, closed),
    ),
    hold: Type.Object(
      { state: Type.Enum(["inForce", "ended", "expired"] as const), until: PlainDay },
      closed,
    ),
    review: Type.Object({ legal: ReviewState, technical: ReviewState }, closed),
    custody: Type.Array(CustodyEntry),
    /** False for leads raised before inputs were kept. */
    canReplay: Type.Boolean(),
    may: Type.Object(
      {
        export: Type.Boolean(),
        hold: Type.Boolean(),
        endHold: Type.Boolean(),
        review: Type.Boolean(),
      },
      closed,
    ),
  },
  closed,
);
export type EvidenceView = Static<typeof EvidenceView>;

export const RuleRate = Type.Object(
  {
    rule: RuleId,
    quarter: Quarter,
    lots: Count,
    notComputable: Count,
    hits: Count,
    reviewed: Count,
    confirmed: Count,
    interval: Type.Optional(Type.Object({ low: Type.Number(), high: Type.Number() }, closed)),
    /** Fewer than 30 reviews. */
    isShadow: Type.Boolean(),
    openedAt: At,
    openedBy: Type.String(),
  },
  closed,
);
export type RuleRate = Static<typeof RuleRate>;

export const RateList = Type.Object(
  {
    rows: Type.Array(RuleRate),
    /** Quarters that have ended and hold commitments, newest first. */
    quarters: Type.Array(
      Type.Object(
        { quarter: Quarter, committed: Count, isOpened: Type.Boolean(), isOver: Type.Boolean() },
        closed,
      ),
    ),
    may: Type.Object({ open: Type.Boolean(), verify: Type.Boolean() }, closed),
  },
  closed,
);
export type RateList = Static<typeof RateList>;

export const OpenQuarter = Type.Object({ quarter: Quarter }, closed);
export type OpenQuarter = Static<typeof OpenQuarter>;
