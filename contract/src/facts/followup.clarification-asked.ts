import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Readers, ThreadId, Words } from "../followup-values.ts";
import { LotId, Party, closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    question: ThreadId,
    ocid: Words(140),
    lotId: LotId,
    firm: Party,
    text: Words(4000, 4),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ClarificationAsked = Static<typeof Payload>;

export const clarificationAsked = defineFactKind({
  kind: "followup.clarification-asked",
  version: 1,
  title: { en: "Clarification asked", zh: "评标委员会要求澄清" },
  about: {
    en: "During the evaluation the committee asks a bidder in writing (Regulation on bidding, art. 52). Never public.",
    zh: "评标期间评标委员会书面要求投标人澄清（招标投标法实施条例第52条）。不公开。",
  },
  payload: Payload,
  example: {
    question: "q-1",
    ocid: "ocds-mj0001-C1",
    lotId: "1",
    firm: { kind: "organisation", name: "云澜青石建设有限公司" },
    text: "请说明措施费与清单不一致之处。",
    readers: ["person:expert-1", "name:云澜青石建设有限公司"],
    officer: {
      account: "expert-1",
      name: "白景初",
      department: { id: "expert-pool", name: "云澜市综合评标专家库" },
    },
  },
});
