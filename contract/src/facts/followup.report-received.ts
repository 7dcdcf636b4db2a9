import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LeadId, Readers, ThreadId } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    report: ThreadId,
    lead: LeadId,
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ReportReceived = Static<typeof Payload>;

export const reportReceived = defineFactKind({
  kind: "followup.report-received",
  version: 1,
  title: { en: "Report received", zh: "报告签收" },
  about: {
    en: "The recipient signs for the report. Never public.",
    zh: "收到报告的单位签收。不公开。",
  },
  payload: Payload,
  example: {
    report: "0198a1b2-0000-7000-8000-000000000001.housing",
    lead: "0198a1b2-0000-7000-8000-000000000001",
    readers: ["housing", "trading-centre"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
