import Type, { type Static } from "typebox";

import { DecisionOutcome, Officer, StepKind } from "../casework.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    /** Id of the fact of the wrong act, which stays as it was recorded. */
    corrects: Type.String({ minLength: 36, maxLength: 36 }),
    ground: Type.String({ minLength: 1, maxLength: 1000 }),
    /** The whole step as it should have been. */
    step: Type.Optional(
      Type.Object({ step: StepKind, text: Type.String({ minLength: 1, maxLength: 4000 }) }, closed),
    ),
    /** The whole decision as it should have been. */
    decision: Type.Optional(
      Type.Object(
        {
          outcome: DecisionOutcome,
          decisionNo: Type.String({ minLength: 1, maxLength: 120 }),
          decidedOn: PlainDay,
          findings: Type.String({ minLength: 1, maxLength: 8000 }),
          articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
        },
        closed,
      ),
    ),
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type ActCorrected = Static<typeof Payload>;

export const actCorrected = defineFactKind({
  kind: "casework.act-corrected",
  version: 1,
  title: { en: "Own act corrected", zh: "更正本人操作" },
  about: {
    en: "Within ten minutes the officer put an own step or unpublished decision right. Both stay. Never public.",
    zh: "经办人在十分钟内更正本人记录的步骤或者尚未公布的决定，原记录保留。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    corrects: "01900000-0000-7000-8000-000000000000",
    ground: "日期写错一天。",
    step: { step: "siteVisit", text: "4月19日到图文店现场查看，店内共有三台工作机。" },
    version: 4,
  },
});
