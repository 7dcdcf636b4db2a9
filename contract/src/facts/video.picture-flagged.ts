import Type, { type Static } from "typebox";

import { closed, Instant } from "../values.ts";
import { ChannelId, PictureProblem } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    channel: ChannelId,
    problem: PictureProblem,
    from: Instant,
    /** Absent: it goes on. A second fact tells its end. */
    to: Type.Optional(Instant),
  },
  closed,
);
export type PictureFlagged = Static<typeof Payload>;

export const pictureFlagged = defineFactKind({
  kind: "video.picture-flagged",
  version: 1,
  title: { en: "Odd picture", zh: "画面异常" },
  about: {
    en: "The picture of a camera is black, stands still or repeats itself.",
    zh: "摄像画面黑屏、静止或者循环。",
  },
  payload: Payload,
  example: {
    channel: "opening-1-desk",
    problem: "frozen",
    from: "2026-03-02T01:50:00.000Z",
    to: "2026-03-02T01:52:00.000Z",
  },
});
