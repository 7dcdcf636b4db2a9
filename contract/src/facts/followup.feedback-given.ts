import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { FeedbackKind, LeadId, Readers, ThreadId, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    report: ThreadId,
    lead: LeadId,
    feedback: FeedbackKind,
    text: Words(4000),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type FeedbackGiven = Static<typeof Payload>;

export const feedbackGiven = defineFactKind({
  kind: "followup.feedback-given",
  version: 1,
  title: { en: "Feedback given", zh: "报告反馈" },
  about: {
    en: "The recipient says what became of the report. Never public.",
    zh: "收到报告的单位反馈处理情况。不公开。",
  },
  payload: Payload,
  example: {
    report: "0198a1b2-0000-7000-8000-000000000001.housing",
    lead: "0198a1b2-0000-7000-8000-000000000001",
    feedback: "taken",
    text: "已立案调查。",
    readers: ["housing", "trading-centre"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
