import Type, { type Static } from "typebox";

import { StepKind } from "../casework.ts";
import { closed } from "../values.ts";
import { OFFICERS_ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    step: StepKind,
    text: Type.String({ minLength: 1, maxLength: 4000 }),
    ...OFFICERS_ACT,
  },
  closed,
);
export type VoiceStepRecorded = Static<typeof Payload>;

export const voiceStepRecorded = defineFactKind({
  kind: "complaints.step-recorded",
  version: 1,
  title: { en: "Step recorded", zh: "办理记录" },
  about: {
    en: "A step of the investigation. Never public.",
    zh: "调查办理的一个步骤。不公开。",
  },
  payload: Payload,
  example: {
    step: "interview",
    text: "听取第一中标候选人意见。",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 4,
  },
});
