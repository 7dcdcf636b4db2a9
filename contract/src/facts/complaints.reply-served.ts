import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import {
  Appeal,
  DeadlineMove,
  Finding,
  MAX_CLAIMS,
  OFFICERS_ACT,
  ReplyQuality,
  Service,
} from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    letterNo: Type.String({ minLength: 1, maxLength: 120 }),
    decidedOn: PlainDay,
    findings: Type.Array(Finding, { maxItems: MAX_CLAIMS }),
    /** What follows from the findings. */
    decision: Type.String({ minLength: 2, maxLength: 8000 }),
    service: Service,
    appeals: Type.Array(Appeal, { maxItems: 4 }),
    deadlineMove: Type.Optional(DeadlineMove),
    quality: ReplyQuality,
    ...OFFICERS_ACT,
  },
  closed,
);
export type ReplyServed = Static<typeof Payload>;

export const replyServed = defineFactKind({
  kind: "complaints.reply-served",
  version: 1,
  title: { en: "Reply served", zh: "答复送达" },
  about: {
    en: "The unit's answer, claim by claim, as it was served. Public only in its published form.",
    zh: "承办单位逐项答复并送达。仅公示件公开。",
  },
  payload: Payload,
  example: {
    letterNo: "云建监诉〔2026〕12号",
    decidedOn: "2026-04-28",
    findings: [
      {
        claim: 0,
        result: "notUpheld",
        text: "经核查社保记录，项目经理自 2025 年 6 月起在该单位参保。",
        articles: ["招标投标法实施条例第61条"],
      },
    ],
    decision: "驳回投诉。",
    service: { way: "platform", servedOn: "2026-04-28" },
    appeals: [{ way: "reconsideration", until: "2026-06-27", articles: ["行政复议法第20条"] }],
    quality: { claims: 1, unanswered: [], withoutArticle: [], notInForce: [] },
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 5,
  },
});
