import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { AskItem } from "../lookback-values.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lotId: LotId,
    /** Of the process, for those who do not see it. */
    title: Type.String({ maxLength: 500 }),
    /** Fact of the examination that it rests on. */
    examination: Type.String({ format: "uuid" }),
    items: Type.Array(AskItem, { minItems: 1, maxItems: 200 }),
    text: Type.String({ minLength: 4, maxLength: 4000, pattern: "\\S" }),
    officer: Officer,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type CorrectionAsked = Static<typeof Payload>;

export const correctionAsked = defineFactKind({
  kind: "lookback.correction-asked",
  version: 1,
  title: { en: "Correction asked", zh: "提请复核" },
  about: {
    en: "The centre asks the committee in writing, before it signs, to keep or correct scores, each with a coded ground. Never public.",
    zh: "评标报告签署前，交易中心书面提请评标委员会复核打分，逐项注明理由，由委员会决定维持或更正。不公开。",
  },
  payload: Payload,
  example: {
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    title: "云澜市人民路改造工程施工招标公告",
    examination: "00000000-0000-7000-8000-000000000001",
    items: [{ finding: "EXP-05/1/0/2", type: "EXP-05", ground: "missing", criterion: "企业业绩" }],
    text: "请评标委员会复核下列打分，维持的说明理由，更正的注明更正后的分值。",
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
    version: 1,
  },
});
