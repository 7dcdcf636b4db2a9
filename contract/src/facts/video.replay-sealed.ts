import Type, { type Static } from "typebox";

import { OpeningId } from "../opening-values.ts";
import { closed, LotId } from "../values.ts";
import { ChannelId, CoverageStatement, Sha256 } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    lotId: LotId,
    channel: ChannelId,
    /** Of the public picture: segments 1 to `last`, and the chain value behind the last. */
    last: Type.Integer({ minimum: 1 }),
    chain: Sha256,
    coverage: CoverageStatement,
  },
  closed,
);
export type PictureReplaySealed = Static<typeof Payload>;

/** The subject is the project. */
export const pictureReplaySealed = defineFactKind({
  kind: "video.replay-sealed",
  version: 1,
  title: { en: "Public picture sealed", zh: "公开画面封存" },
  about: {
    en: "The public picture of an opening ended: its segments, their hash chain and what is missing. Public.",
    zh: "开标公开画面结束：分段数、哈希链值和缺口。公开。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    lotId: "1",
    channel: "opening-1-desk",
    last: 3600,
    chain: "5d".repeat(32),
    coverage: {
      from: "2026-03-02T01:30:00.000Z",
      to: "2026-03-02T02:30:00.000Z",
      seconds: 3600,
      recorded: 3600,
      share: 1,
      gaps: [],
    },
  },
});
