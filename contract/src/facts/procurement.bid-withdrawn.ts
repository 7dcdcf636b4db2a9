import Type, { type Static } from "typebox";

import { closed, LotId, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { lotId: LotId, bidder: Party, reason: Type.Optional(Type.String({ maxLength: 400 })) },
  closed,
);
export type BidWithdrawn = Static<typeof Payload>;

export const bidWithdrawn = defineFactKind({
  kind: "procurement.bid-withdrawn",
  version: 1,
  title: { en: "Bid withdrawn", zh: "投标文件撤回" },
  about: {
    en: "A bidder withdrew its bid. Withdrawals are never listed by firm in public.",
    zh: "投标人撤回投标文件。不按企业公开撤回记录。",
  },
  payload: Payload,
  example: { lotId: "1", bidder: { kind: "organisation", name: "云澜青石建设有限公司" } },
});
