import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { OFFICERS_ACT, VoiceFiles } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    request: Type.Integer({ minimum: 1 }),
    text: Type.String({ minLength: 1, maxLength: 4000 }),
    files: Type.Optional(VoiceFiles),
    ...OFFICERS_ACT,
  },
  closed,
);
export type EvidenceGiven = Static<typeof Payload>;

export const evidenceGiven = defineFactKind({
  kind: "complaints.evidence-given",
  version: 1,
  title: { en: "Evidence given", zh: "提供证据" },
  about: {
    en: "What came back on a request for evidence. Never public.",
    zh: "对调取证据的答复。不公开。",
  },
  payload: Payload,
  example: {
    request: 1,
    text: "已提供音视频两段，共 48 分钟。",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 4,
  },
});
