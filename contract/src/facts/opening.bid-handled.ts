import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { BidAct, CommitmentCheck, FailureGround, OpeningId } from "../opening-values.ts";
import { closed, Offer, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    bidder: Party,
    act: BidAct,
    offer: Type.Optional(Offer),
    ground: Type.Optional(FailureGround),
    note: Type.Optional(Type.String({ maxLength: 400 })),
    /** File against its commitment, when it was decrypted. */
    check: Type.Optional(CommitmentCheck),
    /** Absent: the trading system reported it. */
    officer: Type.Optional(Officer),
    /** One more with each act of the session: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type BidHandled = Static<typeof Payload>;

export const bidHandled = defineFactKind({
  kind: "opening.bid-handled",
  version: 1,
  title: { en: "Bid handled at opening", zh: "开标处理投标文件" },
  about: {
    en: "A bidder signed in, its bid was decrypted or failed, was read out, was confirmed. Signing in is never public, the rest where bids are read out in public.",
    zh: "投标人签到、解密成功或失败、唱标、确认。签到不公开，其余在依法公开唱标的方式中公开。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    act: "decrypted",
    check: "matches",
    version: 4,
  },
});
