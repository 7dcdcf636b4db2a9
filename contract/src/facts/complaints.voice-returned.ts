import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { OFFICERS_ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ground: Type.String({ minLength: 4, maxLength: 2000 }),
    ...OFFICERS_ACT,
  },
  closed,
);
export type VoiceReturned = Static<typeof Payload>;

export const voiceReturned = defineFactKind({
  kind: "complaints.voice-returned",
  version: 1,
  title: { en: "Voice returned", zh: "来件退回" },
  about: {
    en: "The unit says that it is not its matter; the coordinating office decides. Never public.",
    zh: "承办单位认为不属本单位职责而退回，由公管办裁定。不公开。",
  },
  payload: Payload,
  example: {
    ground: "项目属于水利工程，依照权责清单应由水务局处理。",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 1,
  },
});
