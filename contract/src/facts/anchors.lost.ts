import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    chain: Type.Enum(["province", "evm"] as const),
    size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    /** The fact that holds the receipt. */
    receiptFact: Type.String({ format: "uuid" }),
    /** `missing`: the chain does not know it. `moved`: it stands in another block. `differs`: it says something else. */
    reason: Type.Enum(["missing", "moved", "differs"] as const),
  },
  closed,
);
export type AnchorLost = Static<typeof Payload>;

export const anchorLost = defineFactKind({
  kind: "anchors.lost",
  version: 1,
  title: { en: "Anchor no longer on the chain", zh: "链上存证不再成立" },
  about: {
    en: "Looked at twice, the chain no longer held what a receipt says, as after a reorganisation; the checkpoint is anchored again.",
    zh: "两次核对均发现链上记录与回执不符（例如链发生重组），该检查点已重新排队上链。",
  },
  payload: Payload,
  example: {
    chain: "evm",
    size: 1024,
    receiptFact: "01900000-0000-7000-8000-000000000000",
    reason: "missing",
  },
});
