import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { CameraClock, ChannelId, Sha256, Span } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    channel: ChannelId,
    /** Folder of the recording: one day of the channel. */
    recording: Type.String({ pattern: "^\\d{8}$" }),
    /** Numbers of the segments since the last such fact. */
    first: Type.Integer({ minimum: 1 }),
    last: Type.Integer({ minimum: 1 }),
    /** What they cover, joined where they touch. */
    spans: Type.Array(Span, { minItems: 1, maxItems: 200 }),
    bytes: Type.Integer({ minimum: 0 }),
    /** Chain value behind the last segment: who changes one segment before it changes this. */
    chain: Sha256,
    /** Of the camera against the recording machine; absent: the camera does not tell its own time. */
    clock: Type.Optional(CameraClock),
  },
  closed,
);
export type RecordingExtended = Static<typeof Payload>;

export const recordingExtended = defineFactKind({
  kind: "video.recording-extended",
  version: 1,
  title: { en: "Recording extended", zh: "录像延续" },
  about: {
    en: "Segments were recorded: their numbers, times and the value of their hash chain.",
    zh: "新录制的分段：编号、时间和哈希链值。",
  },
  payload: Payload,
  example: {
    channel: "opening-1-desk",
    recording: "20260302",
    first: 1,
    last: 15,
    spans: [{ from: "2026-03-02T01:30:00.000Z", to: "2026-03-02T01:31:00.000Z" }],
    bytes: 4_812_300,
    chain: "5d".repeat(32),
  },
});
