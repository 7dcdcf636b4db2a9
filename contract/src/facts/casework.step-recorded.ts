import Type, { type Static } from "typebox";

import { Officer, StepKind } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    step: StepKind,
    text: Type.String({ minLength: 1, maxLength: 4000 }),
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type StepRecorded = Static<typeof Payload>;

export const stepRecorded = defineFactKind({
  kind: "casework.step-recorded",
  version: 1,
  title: { en: "Step recorded", zh: "核查步骤" },
  about: {
    en: "The officer recorded what was done to check the lead. Never public.",
    zh: "经办人记录核查线索所做的工作。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    step: "explanationRequested",
    text: "向两家投标人发函，请其说明投标文件的编制和上传经过。",
    version: 2,
  },
});
