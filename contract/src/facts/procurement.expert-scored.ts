import Type, { type Static } from "typebox";

import { CRITERION_KINDS } from "../lookback-values.ts";
import { closed, LotId, NaturalPerson, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Points = Type.String({ pattern: "^-?[0-9]{1,6}(\\.[0-9]{1,6})?$" });

const Payload = Type.Object(
  {
    lotId: LotId,
    evaluator: NaturalPerson,
    bidder: Party,
    criterion: Type.String({ minLength: 1, maxLength: 200 }),
    score: Points,
    maximum: Type.Optional(Points),
    /** Judged, read off, or computed of the price; absent: the rules of the evaluation say it, or nobody does. */
    criterionKind: Type.Optional(Type.Enum(CRITERION_KINDS)),
    /** The form's own value, which nobody touched. */
    isDefault: Type.Optional(Type.Boolean()),
    /** What the evaluator wrote beside the score. */
    reason: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  closed,
);
export type ExpertScored = Static<typeof Payload>;

export const expertScored = defineFactKind({
  kind: "procurement.expert-scored",
  version: 1,
  title: { en: "Expert scored", zh: "专家评分" },
  about: {
    en: "One evaluator gave one bid its points on one criterion. Never public.",
    zh: "一名评标专家就一项评审因素给一份投标打分。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    evaluator: { kind: "naturalPerson", token: "expert-0f3a91c2", maskedName: "王**" },
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    criterion: "施工组织设计",
    score: "8.5",
    maximum: "10",
  },
});
