import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    number: Type.Integer({ minimum: 1 }),
    bidder: Party,
    text: Type.String({ minLength: 4, maxLength: 2000, pattern: "\\S" }),
    /** Who pressed the button for the bidder; absent: the trading system reported it. */
    officer: Type.Optional(Officer),
    /** One more with each act of the session: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type ObjectionRaised = Static<typeof Payload>;

export const objectionRaised = defineFactKind({
  kind: "opening.objection-raised",
  version: 1,
  title: { en: "Objection at opening", zh: "开标现场异议" },
  about: {
    en: "A bidder objects at the opening; the host must answer on the spot (条例44). Public where bids are read out in public.",
    zh: "投标人当场提出异议，主持人应当当场答复（条例第44条）。依法公开唱标的方式公开。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    number: 1,
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    text: "我单位解密用时较长，请确认未影响有效性。",
    version: 9,
  },
});
