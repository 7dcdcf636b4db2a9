import Type, { type Static } from "typebox";

import { closed, LotId, Money, Offer, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Ranked = Type.Object(
  {
    bidder: Party,
    rank: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Total score, points as a decimal string. */
    score: Type.Optional(Type.String({ pattern: "^-?[0-9]{1,6}(\\.[0-9]{1,6})?$" })),
    /** Points that the system computed of the price, the same for all evaluators. */
    priceScore: Type.Optional(Type.String({ pattern: "^-?[0-9]{1,6}(\\.[0-9]{1,6})?$" })),
    reviewedPrice: Type.Optional(Money),
    offer: Type.Optional(Offer),
    status: Type.Union([Type.Literal("valid"), Type.Literal("disqualified")]),
    statusReason: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  closed,
);

const Payload = Type.Object(
  { lotId: LotId, ranking: Type.Array(Ranked, { maxItems: 5000 }) },
  closed,
);
export type EvaluationCompleted = Static<typeof Payload>;

export const evaluationCompleted = defineFactKind({
  kind: "procurement.evaluation-completed",
  version: 1,
  title: { en: "Evaluation completed", zh: "评标完成" },
  about: {
    en: "The committee finished: ranking, scores, disqualifications. Not public; the candidates are announced by their own fact.",
    zh: "评标委员会完成评审：排名、得分、否决情况。不公开；候选人公示另有事实。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    ranking: [
      {
        bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
        rank: 1,
        score: "91.35",
        status: "valid",
      },
    ],
  },
});
