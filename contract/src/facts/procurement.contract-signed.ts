import Type, { type Static } from "typebox";

import { closed, LotId, Money, Party, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    contractNo: Type.String({ minLength: 1, maxLength: 120 }),
    supplier: Party,
    amount: Type.Optional(Money),
    signedOn: PlainDay,
    title: Type.Optional(Type.String({ maxLength: 400 })),
  },
  closed,
);
export type ContractSigned = Static<typeof Payload>;

export const contractSigned = defineFactKind({
  kind: "procurement.contract-signed",
  version: 1,
  title: { en: "Contract signed", zh: "合同签订" },
  about: {
    en: "Procuring entity and supplier signed the contract.",
    zh: "采购人（招标人）与供应商签订合同。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    contractNo: "YL-2026-0312",
    supplier: { kind: "organisation", name: "云澜青石建设有限公司" },
    amount: { amountMinor: "1187650000", currency: "CNY" },
    signedOn: "2026-03-28",
  },
});
