import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { HoldGround, LeadId, Readers, Words } from "../followup-values.ts";
import { PlainDay, closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lead: LeadId,
    /** Counts the holds of the lead. */
    nth: Type.Integer({ minimum: 1, maximum: 99 }),
    ground: HoldGround,
    text: Words(1000),
    /** Last day. */
    until: PlainDay,
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type NoticeHeld = Static<typeof Payload>;

export const noticeHeld = defineFactKind({
  kind: "followup.notice-held",
  version: 1,
  title: { en: "Notice held back", zh: "暂缓告知" },
  about: {
    en: "Department, discipline or police hold the notice to the firms of a lead back for a time, with a coded ground. Never public.",
    zh: "主管部门、纪检监察或者公安机关说明理由，在一定期限内暂缓告知线索涉及的企业。不公开。",
  },
  payload: Payload,
  example: {
    lead: "0198a1b2-0000-7000-8000-000000000001",
    nth: 1,
    ground: "evidenceAtRisk",
    text: "正在调取图文店监控。",
    until: "2026-06-30",
    readers: ["lead"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
