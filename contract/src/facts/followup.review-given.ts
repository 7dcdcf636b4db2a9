import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LeadId, Readers, ReviewSlot, Verdict, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lead: LeadId,
    slot: ReviewSlot,
    verdict: Verdict,
    reason: Words(2000, 4),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ReviewGiven = Static<typeof Payload>;

export const reviewGiven = defineFactKind({
  kind: "followup.review-given",
  version: 1,
  title: { en: "Review given", zh: "复核意见" },
  about: {
    en: "What a reviewer makes of a lead; no word about any firm. Never public.",
    zh: "复核人员对线索是否值得处理的意见，不是对企业的认定。不公开。",
  },
  payload: Payload,
  example: {
    lead: "0198a1b2-0000-7000-8000-000000000001",
    slot: "first",
    verdict: "worth",
    reason: "两类独立迹象，值得核查。",
    readers: ["person:centre-1"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
