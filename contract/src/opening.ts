/** Openings over HTTP: the day's list, the desks of host, witness, bidder and observer, and their acts. */
import Type, { type Static } from "typebox";

import {
  BidAct,
  CommitmentCheck,
  FailureGround,
  OpeningId,
  OpeningMode,
  OpeningStage,
  OpeningStep,
} from "./opening-values.ts";
import { closed, Instant, LotId, Offer, PlainDay } from "./values.ts";

const Text = Type.String({ maxLength: 4000 });
const Name = Type.String({ maxLength: 400 });
const Count = Type.Integer({ minimum: 0 });

/** GET /api/openings?day=2026-03-02 */
export const OpeningQuery = Type.Object({ day: Type.Optional(PlainDay) }, closed);
export type OpeningQuery = Static<typeof OpeningQuery>;

export const OpeningRow = Type.Object(
  {
    id: OpeningId,
    ocid: Type.String({ maxLength: 160 }),
    lotId: LotId,
    title: Name,
    startsAt: Instant,
    mode: OpeningMode,
    room: Type.Optional(Name),
    host: Name,
    stage: OpeningStage,
    /** Objections without an answer. */
    unanswered: Count,
  },
  closed,
);
export type OpeningRow = Static<typeof OpeningRow>;

/** A lot whose notice names an opening to come, and for which none is planned. */
export const OpeningCandidate = Type.Object(
  {
    ocid: Type.String({ maxLength: 160 }),
    lotId: LotId,
    title: Name,
    openingAt: Instant,
    venue: Type.Optional(Name),
  },
  closed,
);
export type OpeningCandidate = Static<typeof OpeningCandidate>;

export const OpeningList = Type.Object(
  {
    day: PlainDay,
    rows: Type.Array(OpeningRow),
    /** Absent: the reader may not plan. Soonest first. */
    candidates: Type.Optional(Type.Array(OpeningCandidate)),
  },
  closed,
);
export type OpeningList = Static<typeof OpeningList>;

export const DeskRole = Type.Enum(["host", "witness", "bidder", "observer"] as const);
export type DeskRole = Static<typeof DeskRole>;

export const DeskBid = Type.Object(
  {
    key: Name,
    name: Name,
    state: Type.Enum(["waiting", "decrypted", "failed", "read", "confirmed"] as const),
    at: Type.Optional(Instant),
    offer: Type.Optional(Offer),
    ground: Type.Optional(FailureGround),
    note: Type.Optional(Text),
    check: Type.Optional(CommitmentCheck),
    /** The reader's own. */
    isOwn: Type.Boolean(),
  },
  closed,
);
export type DeskBid = Static<typeof DeskBid>;

export const DeskObjection = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    at: Instant,
    by: Name,
    text: Text,
    answer: Type.Optional(Type.Object({ at: Instant, text: Text }, closed)),
  },
  closed,
);
export type DeskObjection = Static<typeof DeskObjection>;

/** GET /api/openings/:id. Before the deadline it says the same whoever bids, and however many. */
export const OpeningDesk = Type.Object(
  {
    row: OpeningRow,
    role: DeskRole,
    serverTime: Instant,
    decryptMinutes: Type.Integer(),
    since: Type.Record(Type.String(), Instant),
    /** Fewest bids for an opening, and the article that says so. */
    least: Type.Integer(),
    article: Type.Optional(Text),
    count: Type.Optional(Count),
    reason: Type.Optional(Text),
    bids: Type.Array(DeskBid),
    objections: Type.Array(DeskObjection),
    messages: Type.Array(
      Type.Object(
        { at: Instant, by: Type.Optional(Name), isHost: Type.Boolean(), text: Text },
        closed,
      ),
    ),
    /** Lines of the record and their hash, once it is put up for signature. */
    record: Type.Optional(Type.Object({ lines: Type.Array(Text), hash: Text }, closed)),
    signatures: Type.Array(
      Type.Object(
        {
          at: Instant,
          by: Name,
          as: Type.Enum(["host", "witness", "bidder"] as const),
          isValid: Type.Boolean(),
          provider: Text,
        },
        closed,
      ),
    ),
    /** A bidder's own. */
    isSignedIn: Type.Boolean(),
    /** Steps that this reader may take now. */
    next: Type.Array(OpeningStep),
    may: Type.Object(
      {
        handle: Type.Boolean(),
        answer: Type.Boolean(),
        object: Type.Boolean(),
        post: Type.Boolean(),
        sign: Type.Boolean(),
        signIn: Type.Boolean(),
        confirm: Type.Boolean(),
      },
      closed,
    ),
  },
  closed,
);
export type OpeningDesk = Static<typeof OpeningDesk>;

/** POST /api/openings */
export const PlanOpening = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lotId: LotId,
    startsAt: Instant,
    mode: OpeningMode,
    room: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    decryptMinutes: Type.Integer({ minimum: 5, maximum: 480 }),
  },
  closed,
);
export type PlanOpening = Static<typeof PlanOpening>;

export const OpeningPlanned = Type.Object({ id: OpeningId }, closed);

/** POST /api/openings/:id/steps */
export const TakeStep = Type.Object(
  { step: OpeningStep, reason: Type.Optional(Type.String({ minLength: 2, maxLength: 400 })) },
  closed,
);
export type TakeStep = Static<typeof TakeStep>;

/** POST /api/openings/:id/bids */
export const HandleBid = Type.Object(
  {
    act: BidAct,
    /** Key of the bidder. */
    bidder: Name,
    offer: Type.Optional(Offer),
    ground: Type.Optional(FailureGround),
    note: Type.Optional(Type.String({ maxLength: 400 })),
  },
  closed,
);
export type HandleBid = Static<typeof HandleBid>;

/** POST /api/openings/:id/objections, …/objections/:number/answer */
export const ObjectionText = Type.Object(
  { text: Type.String({ minLength: 4, maxLength: 2000, pattern: "\\S" }) },
  closed,
);

/** POST /api/openings/:id/messages */
export const MessageText = Type.Object(
  { text: Type.String({ minLength: 2, maxLength: 500, pattern: "\\S" }) },
  closed,
);

/** POST /api/openings/:id/signatures: the hash of the record that was read. */
export const SignRecord = Type.Object({ hash: Type.String({ pattern: "^[0-9a-f]{64}$" }) }, closed);
export type SignRecord = Static<typeof SignRecord>;
