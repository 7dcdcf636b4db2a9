import Type, { type Static } from "typebox";

import { ReplaySeal } from "../opening-replay.ts";
import { OpeningId } from "../opening-values.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** No version of the session: the number of its acts would say something of the bidders of a negotiated procedure. */
const Payload = Type.Object({ session: OpeningId, lotId: LotId, ...ReplaySeal.properties }, closed);
export type ReplaySealed = Static<typeof Payload>;

export const replaySealed = defineFactKind({
  kind: "opening.replay-sealed",
  version: 1,
  title: { en: "Opening replay sealed", zh: "开标回放封存" },
  about: {
    en: "The opening ended. SHA-256 of its replay: the public events in order and the hash of the record; whoever has the events can compute it again. Public whole, stands in the certificate of the process.",
    zh: "开标结束，回放封存：按顺序排列的公开事件和开标记录指纹的 SHA-256。任何人拿到这些事件都可以重新计算。全部公开，写入项目的见证书。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    lotId: "1",
    events: 2,
    hash: "77aa".repeat(16),
    links: ["0f1e2d3c4b5a6978", "8796a5b4c3d2e1f0"],
    recordHash: "9d8c".repeat(16),
  },
});
