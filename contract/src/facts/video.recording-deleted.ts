import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { ChannelId, Sha256 } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    channel: ChannelId,
    recording: Type.String({ pattern: "^\\d{8}$" }),
    segments: Type.Integer({ minimum: 0 }),
    bytes: Type.Integer({ minimum: 0 }),
    /** Chain value behind its last segment; it stays in the log. */
    chain: Sha256,
    why: Type.Enum(["retention", "quota"] as const),
    /** Days for which it had to be kept. */
    days: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type RecordingDeleted = Static<typeof Payload>;

export const recordingDeleted = defineFactKind({
  kind: "video.recording-deleted",
  version: 1,
  title: { en: "Recording deleted", zh: "录像到期删除" },
  about: {
    en: "A day of a camera was deleted when its time was over; its hash chain stays on record.",
    zh: "录像保存期满后删除；其哈希链值仍在日志中。",
  },
  payload: Payload,
  example: {
    channel: "opening-1-desk",
    recording: "20260302",
    segments: 21_600,
    bytes: 6_930_000_000,
    chain: "5d".repeat(32),
    why: "retention",
    days: 90,
  },
});
