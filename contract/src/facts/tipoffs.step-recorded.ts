import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { TIPOFF_STEPS } from "../tipoff-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    step: Type.Enum(TIPOFF_STEPS),
    /** Identity masked before it is recorded. */
    text: Type.String({ minLength: 2, maxLength: 2000 }),
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type TipoffStepRecorded = Static<typeof Payload>;

export const tipoffStepRecorded = defineFactKind({
  kind: "tipoffs.step-recorded",
  version: 1,
  title: { en: "Step of a tip-off recorded", zh: "举报核查步骤" },
  about: {
    en: "What was done to check the tip-off, with numbers and hinted names masked. Never public.",
    zh: "核查举报所做的工作，证件、电话等号码和提示过的姓名已遮盖。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    step: "documents",
    text: "调取该项目的评标报告和投标文件。",
    version: 2,
  },
});
