import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { ChannelId, SegmentFinding, Span } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    channel: ChannelId,
    /** The day, or the session whose public picture it is. */
    recording: Type.String({ minLength: 1, maxLength: 80 }),
    /** Absent: the whole recording. */
    span: Type.Optional(Span),
    /** Segments whose files were read, and their bytes; the chain was read whole. */
    segments: Type.Integer({ minimum: 0 }),
    bytes: Type.Integer({ minimum: 0 }),
    /** Chain values of the log that were compared. */
    heads: Type.Integer({ minimum: 0 }),
    /** How much is not as it was recorded; the first of it by name. */
    found: Type.Integer({ minimum: 0 }),
    findings: Type.Array(SegmentFinding, { maxItems: 100 }),
    /** Who asked; absent: the check that runs by itself. */
    officer: Type.Optional(Officer),
  },
  closed,
);
export type RecordingChecked = Static<typeof Payload>;

/** The subject is `channel:<id>`. */
export const recordingChecked = defineFactKind({
  kind: "video.recording-checked",
  version: 1,
  title: { en: "Recording checked", zh: "录像校验" },
  about: {
    en: "Stored segments were compared with their hash chain and with the chain values in the log; what differs is named.",
    zh: "将存储的录像片段与哈希链、日志中的链值逐一核对；不一致的片段逐个列明。",
  },
  payload: Payload,
  example: {
    channel: "opening-1-desk",
    recording: "20260302",
    segments: 21_600,
    bytes: 6_930_000_000,
    heads: 2880,
    found: 1,
    findings: [{ fault: "changed", number: 17, file: "20260302T013000123Z-1/17.m4s" }],
  },
});
