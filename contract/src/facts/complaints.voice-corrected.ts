import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { ACT, Claim, MAX_CLAIMS, VoiceFiles } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    claims: Type.Optional(Type.Array(Claim, { minItems: 1, maxItems: MAX_CLAIMS })),
    text: Type.Optional(Type.String({ minLength: 2, maxLength: 4000 })),
    files: Type.Optional(VoiceFiles),
    /** Of the clerk who entered it; absent: the writer himself. */
    ...ACT,
  },
  closed,
);
export type VoiceCorrected = Static<typeof Payload>;

export const voiceCorrected = defineFactKind({
  kind: "complaints.voice-corrected",
  version: 1,
  title: { en: "Voice corrected", zh: "来件补正" },
  about: {
    en: "The writer handed in what had been asked for. Never public.",
    zh: "来件人按要求补正材料。不公开。",
  },
  payload: Payload,
  example: {
    text: "补交加盖公章的投诉书和身份证明。",
    version: 3,
  },
});
