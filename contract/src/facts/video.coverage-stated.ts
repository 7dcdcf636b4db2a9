import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { BookingId, RoomId, RoomUse } from "../venue-values.ts";
import { CameraClock, ChannelId, CoverageStatement, Sha256 } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    booking: BookingId,
    room: RoomId,
    roomName: Type.String({ minLength: 1, maxLength: 80 }),
    use: RoomUse,
    channel: ChannelId,
    title: Type.String({ minLength: 1, maxLength: 80 }),
    coverage: CoverageStatement,
    /** Chain value behind the last segment of the interval. */
    chain: Type.Optional(Sha256),
    /** Of the camera against the recording machine; absent: the camera does not tell its own time. */
    clock: Type.Optional(CameraClock),
  },
  closed,
);
export type CoverageStated = Static<typeof Payload>;

/** The subject is the project: the statement stands in its certificate. */
export const coverageStated = defineFactKind({
  kind: "video.coverage-stated",
  version: 1,
  title: { en: "Coverage of the recording", zh: "录像覆盖说明" },
  about: {
    en: "How much of an opening or evaluation a camera recorded, and each gap.",
    zh: "开标、评标期间摄像通道录制的比例和每一处缺口。",
  },
  payload: Payload,
  example: {
    booking: "yy2026-0312-1",
    room: "opening-1",
    roomName: "开标一室",
    use: "opening",
    channel: "opening-1-desk",
    title: "主持席",
    coverage: {
      from: "2026-03-02T01:30:00.000Z",
      to: "2026-03-02T04:30:00.000Z",
      seconds: 10_800,
      recorded: 10_769,
      share: 0.9971,
      gaps: [
        { from: "2026-03-02T01:40:10.000Z", to: "2026-03-02T01:40:41.000Z", why: "cameraLost" },
      ],
    },
    chain: "5d".repeat(32),
  },
});
