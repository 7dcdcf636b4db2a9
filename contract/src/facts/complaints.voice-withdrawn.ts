import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 2000 })),
    /** Of the clerk who entered it; absent: the writer himself. */
    ...ACT,
  },
  closed,
);
export type VoiceWithdrawn = Static<typeof Payload>;

export const voiceWithdrawn = defineFactKind({
  kind: "complaints.voice-withdrawn",
  version: 1,
  title: { en: "Voice withdrawn", zh: "撤回来件" },
  about: {
    en: "The writer takes it back. Never public.",
    zh: "来件人撤回。不公开。",
  },
  payload: Payload,
  example: {
    text: "双方已沟通清楚，撤回投诉。",
    version: 3,
  },
});
