/** Contracting processes over HTTP. Officers see all; the public what schema `released` holds. */
import Type, { type Static } from "typebox";

import { listQuery, someOf } from "./list-query.ts";
import { closed, LotId, Money, Offer, Party, PlainDay } from "./values.ts";

export const ProcessState = Type.Union([
  Type.Literal("announced"),
  Type.Literal("opened"),
  Type.Literal("evaluated"),
  Type.Literal("awarded"),
  Type.Literal("contracted"),
  Type.Literal("failed"),
]);
export type ProcessState = Static<typeof ProcessState>;

export const ProcessRow = Type.Object(
  {
    ocid: Type.String(),
    title: Type.String(),
    regime: Type.String(),
    industry: Type.Optional(Type.String()),
    place: Type.Optional(Type.String()),
    procuringEntity: Type.Optional(Type.String()),
    state: ProcessState,
    publishedAt: Type.Optional(Type.String()),
    openingAt: Type.Optional(Type.String()),
    lots: Type.Integer(),
  },
  closed,
);
export type ProcessRow = Static<typeof ProcessRow>;

/** GET /api/processes?state=opened,awarded&openingOn=2026-11-28&q=…&cursor=…&limit=50 */
export const ProcessQuery = listQuery({
  state: someOf(ProcessState),
  /** Calendar day of the opening, Asia/Shanghai. */
  openingOn: Type.Optional(PlainDay),
});
export type ProcessQuery = Static<typeof ProcessQuery>;

export const ProcessPage = Type.Object(
  {
    rows: Type.Array(ProcessRow),
    next: Type.Optional(Type.String()),
    /** Counted up to 1000: that number means "1000 or more". */
    total: Type.Integer(),
  },
  closed,
);
export type ProcessPage = Static<typeof ProcessPage>;

/** One entry of the time line. */
export const ProcessEvent = Type.Object(
  {
    at: Type.String(),
    kind: Type.String(),
    factId: Type.String(),
    leafIndex: Type.Optional(Type.Integer()),
    lotId: Type.Optional(LotId),
    /** Notice type, decision number … what the kind needs to be read. */
    detail: Type.Optional(Type.String()),
    text: Type.Optional(Type.String()),
  },
  closed,
);
export type ProcessEvent = Static<typeof ProcessEvent>;

export const BidView = Type.Object(
  {
    bidder: Party,
    status: Type.String(),
    statusReason: Type.Optional(Type.String()),
    offer: Type.Optional(Offer),
    rank: Type.Optional(Type.Integer()),
    score: Type.Optional(Type.String()),
    receivedAt: Type.Optional(Type.String()),
  },
  closed,
);

export const LotView = Type.Object(
  {
    lotId: LotId,
    title: Type.Optional(Type.String()),
    ceilingPrice: Type.Optional(Money),
    state: ProcessState,
    openedAt: Type.Optional(Type.String()),
    bids: Type.Array(BidView),
    candidates: Type.Array(
      Type.Object({ rank: Type.Integer(), bidder: Party, offer: Type.Optional(Offer) }, closed),
    ),
    award: Type.Optional(
      Type.Object({ supplier: Party, offer: Type.Optional(Offer), at: Type.String() }, closed),
    ),
    contract: Type.Optional(
      Type.Object(
        { contractNo: Type.String(), amount: Type.Optional(Money), signedOn: Type.String() },
        closed,
      ),
    ),
  },
  closed,
);
export type LotView = Static<typeof LotView>;

/** GET /api/processes/:ocid (officers) */
export const ProcessView = Type.Object(
  {
    process: ProcessRow,
    method: Type.Optional(Type.String()),
    category: Type.Optional(Type.String()),
    procurementAgency: Type.Optional(Type.String()),
    venue: Type.Optional(Type.String()),
    bidDeadline: Type.Optional(Type.String()),
    lots: Type.Array(LotView),
    events: Type.Array(ProcessEvent),
    leads: Type.Array(
      Type.Object({ id: Type.String(), number: Type.String(), state: Type.String() }, closed),
    ),
  },
  closed,
);
export type ProcessView = Static<typeof ProcessView>;
