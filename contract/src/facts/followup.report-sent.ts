import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import {
  Days,
  Hash,
  LeadId,
  Official,
  Readers,
  Recipient,
  ThreadId,
  Words,
} from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** `<lead>.<unit>`. */
    report: ThreadId,
    lead: LeadId,
    leadNumber: Words(40),
    recipient: Recipient,
    unit: Department,
    /** Sealed to the recipient: nobody else reads it. */
    text: Words(60_000, 10),
    /** SHA-256 of the text in UTF-8. */
    textHash: Hash,
    /** Only in the report to the discipline inspectors. */
    officials: Type.Array(Official, { maxItems: 20 }),
    /** Working days for the feedback. */
    feedbackDays: Days,
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ReportSent = Static<typeof Payload>;

export const reportSent = defineFactKind({
  kind: "followup.report-sent",
  version: 1,
  title: { en: "Report sent", zh: "报告发出" },
  about: {
    en: "The trading centre reports the dossier of a lead to one of three recipients, each with its own text. Never public.",
    zh: "交易中心就一条线索向纪委监委、公管办或者主管部门之一报告，各自一份文本，互不混用。不公开。",
  },
  payload: Payload,
  example: {
    report: "0198a1b2-0000-7000-8000-000000000001.housing",
    lead: "0198a1b2-0000-7000-8000-000000000001",
    leadNumber: "线2026-00012",
    recipient: "department",
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    text: "现将线索 线2026-00012 的有关情况报告如下。",
    textHash: "0000000000000000000000000000000000000000000000000000000000000000",
    officials: [],
    feedbackDays: 10,
    readers: ["housing", "trading-centre"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
