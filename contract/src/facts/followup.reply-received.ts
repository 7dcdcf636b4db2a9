import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LeadId, Readers, ThreadId, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    notice: ThreadId,
    lead: LeadId,
    channel: Type.Enum(["console", "paper"] as const),
    text: Words(8000),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ReplyReceived = Static<typeof Payload>;

export const replyReceived = defineFactKind({
  kind: "followup.reply-received",
  version: 1,
  title: { en: "Reply received", zh: "陈述申辩收到" },
  about: {
    en: "The firm replies, in the console or on paper. Never public.",
    zh: "企业在平台提交或者书面提交陈述申辩。不公开。",
  },
  payload: Payload,
  example: {
    notice: "n-1",
    lead: "0198a1b2-0000-7000-8000-000000000001",
    channel: "paper",
    text: "我公司在图文店制作文件，附付款凭证。",
    readers: ["lead", "name:云澜青石建设有限公司"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
