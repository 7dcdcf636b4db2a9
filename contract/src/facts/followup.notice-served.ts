import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Effect, Ground, LeadId, Readers, ThreadId, Words } from "../followup-values.ts";
import { Party, PlainDay, closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    notice: ThreadId,
    lead: LeadId,
    /** Title of the project, as the firm knows it. */
    project: Words(400),
    firm: Party,
    effect: Effect,
    grounds: Type.Array(Ground, { minItems: 1, maxItems: 10 }),
    /** Last day of the reply. */
    replyBy: PlainDay,
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type NoticeServed = Static<typeof Payload>;

export const noticeServed = defineFactKind({
  kind: "followup.notice-served",
  version: 1,
  title: { en: "Notice served", zh: "告知送达" },
  about: {
    en: "The firm is told the grounds and may reply by a set day, before any effect on it. Never public.",
    zh: "在对企业产生影响之前，告知其理由和提交陈述申辩的期限。不公开。",
  },
  payload: Payload,
  example: {
    notice: "n-1",
    lead: "0198a1b2-0000-7000-8000-000000000001",
    project: "道路改造工程施工招标",
    firm: { kind: "organisation", name: "云澜青石建设有限公司" },
    effect: "publication",
    grounds: [{ code: "device", text: "两份投标文件由同一台设备上传。" }],
    replyBy: "2026-06-08",
    readers: ["lead", "name:云澜青石建设有限公司"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
