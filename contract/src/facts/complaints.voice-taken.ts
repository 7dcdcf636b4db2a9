import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { OFFICERS_ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ...OFFICERS_ACT,
  },
  closed,
);
export type VoiceTaken = Static<typeof Payload>;

export const voiceTaken = defineFactKind({
  kind: "complaints.voice-taken",
  version: 1,
  title: { en: "Voice taken", zh: "来件签收" },
  about: {
    en: "The unit signed for it. Never public.",
    zh: "承办单位签收来件。不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 1,
  },
});
