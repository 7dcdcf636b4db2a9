import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LeadId, Readers, ThreadId, Weighing, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    notice: ThreadId,
    lead: LeadId,
    weighing: Weighing,
    reason: Words(4000, 4),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ReplyWeighed = Static<typeof Payload>;

export const replyWeighed = defineFactKind({
  kind: "followup.reply-weighed",
  version: 1,
  title: { en: "Reply weighed", zh: "陈述申辩复核" },
  about: {
    en: "The department says what it makes of the reply and why. Never public.",
    zh: "主管部门对陈述申辩的复核意见和理由。不公开。",
  },
  payload: Payload,
  example: {
    notice: "n-1",
    lead: "0198a1b2-0000-7000-8000-000000000001",
    weighing: "partly",
    reason: "付款凭证属实，报价一致仍需说明。",
    readers: ["lead", "name:云澜青石建设有限公司"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
