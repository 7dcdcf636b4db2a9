import Type, { type Static } from "typebox";

import { closed, LotId, Offer, Party, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Candidate = Type.Object(
  { rank: Type.Integer({ minimum: 1 }), bidder: Party, offer: Type.Optional(Offer) },
  closed,
);
const Payload = Type.Object(
  {
    lotId: LotId,
    candidates: Type.Array(Candidate, { minItems: 1, maxItems: 50 }),
    disclosureFrom: Type.Optional(PlainDay),
    disclosureTo: Type.Optional(PlainDay),
  },
  closed,
);
export type CandidatesPublished = Static<typeof Payload>;

export const candidatesPublished = defineFactKind({
  kind: "procurement.candidates-published",
  version: 1,
  title: { en: "Award candidates published", zh: "中标候选人公示" },
  about: {
    en: "The ranked award candidates were announced for objections.",
    zh: "公示中标候选人及排序，接受异议。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    candidates: [{ rank: 1, bidder: { kind: "organisation", name: "云澜青石建设有限公司" } }],
    disclosureFrom: "2026-03-05",
    disclosureTo: "2026-03-09",
  },
});
