import Type, { type Static } from "typebox";

import { closed, Instant } from "../values.ts";
import { ChannelId, GapCause } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    channel: ChannelId,
    /** End of the last picture; names the gap. */
    from: Instant,
    /** Absent: the picture is still away. A second fact tells when it was back. */
    to: Type.Optional(Instant),
    why: GapCause,
  },
  closed,
);
export type GapRecorded = Static<typeof Payload>;

export const gapRecorded = defineFactKind({
  kind: "video.gap-recorded",
  version: 1,
  title: { en: "Recording gap", zh: "录像中断" },
  about: {
    en: "No picture was recorded for ten seconds or longer, and why.",
    zh: "连续十秒以上没有录到画面，以及原因。",
  },
  payload: Payload,
  example: {
    channel: "opening-1-desk",
    from: "2026-03-02T01:40:10.000Z",
    to: "2026-03-02T01:40:41.000Z",
    why: "cameraLost",
  },
});
