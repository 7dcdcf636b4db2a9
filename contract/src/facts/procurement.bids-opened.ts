import Type, { type Static } from "typebox";

import { closed, Instant, LotId, Money, Offer, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Bid = Type.Object(
  {
    bidder: Party,
    offer: Type.Optional(Offer),
    /** OCDS bid status; "disqualified" with a price of 0.00 means the price is absent. */
    status: Type.Union([
      Type.Literal("valid"),
      Type.Literal("disqualified"),
      Type.Literal("withdrawn"),
      Type.Literal("notDecrypted"),
    ]),
    statusReason: Type.Optional(Type.String({ maxLength: 400 })),
    receivedAt: Type.Optional(Instant),
  },
  closed,
);

const Payload = Type.Object(
  { lotId: LotId, ceilingPrice: Type.Optional(Money), bids: Type.Array(Bid, { maxItems: 5000 }) },
  closed,
);
export type BidsOpened = Static<typeof Payload>;

export const bidsOpened = defineFactKind({
  kind: "procurement.bids-opened",
  version: 1,
  title: { en: "Bids opened", zh: "开标" },
  about: {
    en: "The bids of a lot were opened and read out: bidders, offers, states. Public from the opening on, except for negotiated procedures.",
    zh: "标段开标唱标：投标人、报价、状态。开标后公开；谈判、磋商、询价、单一来源除外。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    bids: [
      {
        bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
        offer: { kind: "total", amount: { amountMinor: "1187650000", currency: "CNY" } },
        status: "valid",
      },
    ],
  },
});
