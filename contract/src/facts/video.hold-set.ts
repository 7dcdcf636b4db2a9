import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed, PlainDay } from "../values.ts";
import { ChannelId, Span } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    hold: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    channel: ChannelId,
    span: Span,
    reason: Type.String({ minLength: 4, maxLength: 400 }),
    /** Day on which it ends by itself; absent: until somebody ends it. */
    until: Type.Optional(PlainDay),
    officer: Officer,
  },
  closed,
);
export type HoldSet = Static<typeof Payload>;

/** The subject is the project. */
export const videoHoldSet = defineFactKind({
  kind: "video.hold-set",
  version: 1,
  title: { en: "Recording held", zh: "录像封存" },
  about: {
    en: "A recording is kept beyond its time, for a reason.",
    zh: "录像超过保存期限继续保存，并写明理由。",
  },
  payload: Payload,
  example: {
    hold: "7a".repeat(16),
    channel: "evaluation-1-room",
    span: { from: "2026-03-02T02:00:00.000Z", to: "2026-03-02T06:00:00.000Z" },
    reason: "投诉处理期间保全。",
    until: "2026-06-30",
    officer: {
      account: "housing-1",
      name: "沈时雨",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
