import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { VOICE_CONTENT, VoiceChannel, VoiceNumber } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    number: VoiceNumber,
    channel: VoiceChannel,
    /** Number under which the sending system knows it. */
    externalNo: Type.Optional(VoiceNumber),
    /** SHA-256 of the receipt code; absent where none was given out. */
    receiptHash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
    /** What the arithmetic of the law said at receipt: whether the act was still possible. */
    window: Type.Optional(Type.Enum(["open", "closed", "notYet", "unknown"] as const)),
    /** Of the clerk who wrote it down or scanned it. */
    officer: Type.Optional(Officer),
    ...VOICE_CONTENT,
  },
  closed,
);
export type VoiceReceived = Static<typeof Payload>;

export const voiceReceived = defineFactKind({
  kind: "complaints.voice-received",
  version: 1,
  title: { en: "Voice received", zh: "收到来件" },
  about: {
    en: "An enquiry, challenge, objection or complaint was received. occurredAt is the instant of receipt. Never public.",
    zh: "收到询问、质疑、异议或者投诉。发生时间即收到时间。不公开。",
  },
  payload: Payload,
  example: {
    number: "TS-2026-0081",
    channel: "web",
    kind: "complaint",
    regime: "works",
    matter: "result",
    ocid: "ocds-mj0001-YL-2026-0007",
    title: "对青岚路改造工程评标结果的投诉",
    claims: ["第一候选人项目经理社保不在本单位。"],
    knownOn: "2026-04-01",
    earlier: { receivedOn: "2026-04-02", answeredOn: "2026-04-05" },
    writer: { party: { kind: "organisation", name: "云澜第三建设有限公司" } },
  },
});
