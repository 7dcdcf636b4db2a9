import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { VoiceNumber } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Number of the letter that was read. */
    letterNo: VoiceNumber,
    /** Which reply of the voice it was, from 1. */
    reply: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type ReplyRead = Static<typeof Payload>;

export const replyRead = defineFactKind({
  kind: "complaints.reply-read",
  version: 1,
  title: { en: "Reply read", zh: "答复已阅" },
  about: {
    en: "Whoever holds the receipt code opened the reply for the first time: proof of service by platform. Never public.",
    zh: "持有回执码的人首次打开答复，作为平台送达的凭据。不公开。",
  },
  payload: Payload,
  example: { letterNo: "云建监诉〔2026〕12号", reply: 1 },
});
