import Type, { type Static } from "typebox";

import { COMBINATIONS, RuleCriterion } from "../lookback-values.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    criteria: Type.Array(RuleCriterion, { minItems: 1, maxItems: 200 }),
    /** How the totals of the evaluators become one: their mean, or the mean without the highest and the lowest. */
    combine: Type.Enum(COMBINATIONS),
    /** Places to which that is rounded, half up; absent: it is not rounded. */
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    /** Evaluators of the committee who give scores. */
    evaluators: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type EvaluationRulesSet = Static<typeof Payload>;

export const evaluationRulesSet = defineFactKind({
  kind: "procurement.evaluation-rules-set",
  version: 1,
  title: { en: "Evaluation rules set", zh: "评审办法载明" },
  about: {
    en: "Criteria, kinds, maxima and steps of a lot, and how the evaluators' scores become its totals, as the tender documents state them. Without it no total is recomputed. Not public.",
    zh: "标段的评审因素、类别、满分和分档，以及专家打分如何汇总成总分，以招标（采购）文件为准。没有它就不复算总分。不公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    criteria: [
      { name: "施工组织设计", kind: "subjective", maximum: "25", step: "0.5" },
      { name: "企业业绩", kind: "objective", maximum: "12", step: "0.5" },
    ],
    combine: "trimmedMean",
    decimals: 2,
    evaluators: 5,
  },
});
