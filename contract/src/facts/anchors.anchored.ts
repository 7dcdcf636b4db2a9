import Type, { type Static } from "typebox";

import { AnchorReceipt } from "../anchors.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** What was hashed: origin, size and root of the checkpoint, each with its line end. */
    checkpoint: Type.String({ maxLength: 400 }),
    size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    receipt: AnchorReceipt,
  },
  closed,
);
export type Anchored = Static<typeof Payload>;

export const anchored = defineFactKind({
  kind: "anchors.anchored",
  version: 1,
  title: { en: "Checkpoint anchored", zh: "检查点上链存证" },
  about: {
    en: "The hash of a checkpoint of the log stands on a chain outside this platform; the receipt was compared with the chain.",
    zh: "日志检查点的哈希已写入平台之外的区块链，回执已与链上记录核对一致。",
  },
  payload: Payload,
  example: {
    checkpoint: "log.example.cn/mingjing\n1024\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    size: 1024,
    receipt: {
      chain: "province",
      algorithm: "sm3",
      hash: "0".repeat(64),
      requestId: "6f1f8f0c-54a1-4b8e-9d2f-0a4f6f1e2b3c",
      evidenceNo: "CZ20260521000017",
      transaction: "1".repeat(64),
      blockHeight: 17,
      blockHash: "2".repeat(64),
      anchoredAt: "2026-05-21T01:31:02.000Z",
      publicKey: `04${"3".repeat(128)}`,
      signature: `3044${"4".repeat(136)}`,
    },
  },
});
