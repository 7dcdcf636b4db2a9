import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { closed } from "../values.ts";
import { ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    unit: Department,
    /** Who supervises the answer; absent: the unit itself is the supervisor. */
    watcher: Type.Optional(Department),
    legalBasis: Type.String({ maxLength: 400 }),
    matched: Type.Enum(["duty", "entity", "fallback", "coordinator"] as const),
    ...ACT,
  },
  closed,
);
export type VoiceRouted = Static<typeof Payload>;

export const voiceRouted = defineFactKind({
  kind: "complaints.voice-routed",
  version: 1,
  title: { en: "Voice routed", zh: "来件分派" },
  about: {
    en: "An enquiry, challenge, objection or complaint was sent to the unit whose duty it is. Never public.",
    zh: "询问、质疑、异议或者投诉按职责分派到承办单位。不公开。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    legalBasis: "招标投标法实施条例第60条",
    matched: "duty",
    version: 0,
  },
});
