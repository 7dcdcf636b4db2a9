import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { AnswerKind, Change } from "../lookback-values.ts";
import { closed, LotId, NaturalPerson } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lotId: LotId,
    /** Fact by which it was asked. */
    ask: Type.String({ format: "uuid" }),
    findings: Type.Array(Type.String({ minLength: 6, maxLength: 80 }), {
      minItems: 1,
      maxItems: 200,
    }),
    answer: AnswerKind,
    reason: Type.String({ minLength: 4, maxLength: 4000, pattern: "\\S" }),
    changes: Type.Array(Change, { maxItems: 200 }),
    /** Absent: the centre entered a written answer of the committee. */
    evaluator: Type.Optional(NaturalPerson),
    officer: Officer,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type LookbackAnswered = Static<typeof Payload>;

export const lookbackAnswered = defineFactKind({
  kind: "lookback.answered",
  version: 1,
  title: { en: "Look-back answered", zh: "复核答复" },
  about: {
    en: "The committee, or one of its experts, keeps or corrects a score and says why; the old score stays beside the new one. Never public.",
    zh: "评标委员会或者专家本人对提请复核的事项作出维持或更正的答复并说明理由；原分值与更正后的分值都保留。不公开。",
  },
  payload: Payload,
  example: {
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    ask: "00000000-0000-7000-8000-000000000002",
    findings: ["EXP-05/1/0/2"],
    answer: "correct",
    reason: "漏填一项，按证明材料补录。",
    changes: [{ bidder: "云澜青石建设有限公司", criterion: "企业业绩", from: "—", to: "9" }],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
    version: 2,
  },
});
