import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LeadId, Readers, ReviewSlot } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lead: LeadId,
    slot: ReviewSlot,
    isDouble: Type.Boolean(),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ReviewAssigned = Static<typeof Payload>;

export const reviewAssigned = defineFactKind({
  kind: "followup.review-assigned",
  version: 1,
  title: { en: "Review assigned", zh: "复核领取" },
  about: {
    en: "A person takes a lead for review; for a random share a second one does so blind. Never public.",
    zh: "人员领取线索复核；随机抽取的一部分由第二人另行盲复核。不公开。",
  },
  payload: Payload,
  example: {
    lead: "0198a1b2-0000-7000-8000-000000000001",
    slot: "first",
    isDouble: true,
    readers: ["person:centre-1"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
