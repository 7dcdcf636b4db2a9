import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Readers, ThreadId, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    question: ThreadId,
    text: Words(8000),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ClarificationAnswered = Static<typeof Payload>;

export const clarificationAnswered = defineFactKind({
  kind: "followup.clarification-answered",
  version: 1,
  title: { en: "Clarification answered", zh: "投标人澄清" },
  about: {
    en: "The bidder answers the committee in writing. Never public.",
    zh: "投标人书面澄清。不公开。",
  },
  payload: Payload,
  example: {
    question: "q-1",
    text: "系计算错误，以总价为准。",
    readers: ["person:expert-1", "name:云澜青石建设有限公司"],
    officer: {
      account: "bidder-1",
      name: "秦致远",
      department: { id: "bidder-1", name: "云澜青石建设有限公司" },
    },
  },
});
