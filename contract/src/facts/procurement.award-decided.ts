import Type, { type Static } from "typebox";

import { closed, LotId, Offer, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ lotId: LotId, supplier: Party, offer: Type.Optional(Offer) }, closed);
export type AwardDecided = Static<typeof Payload>;

export const awardDecided = defineFactKind({
  kind: "procurement.award-decided",
  version: 1,
  title: { en: "Award decided", zh: "中标（成交）结果" },
  about: { en: "The lot was awarded to a supplier.", zh: "确定标段的中标人（成交供应商）。" },
  payload: Payload,
  example: {
    lotId: "1",
    supplier: { kind: "organisation", name: "云澜青石建设有限公司" },
    offer: { kind: "total", amount: { amountMinor: "1187650000", currency: "CNY" } },
  },
});
