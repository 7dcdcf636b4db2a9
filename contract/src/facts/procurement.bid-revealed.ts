import Type, { type Static } from "typebox";

import { closed, LotId, Offer, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    /** Absent: an empty commitment that stood for no bid. */
    bidder: Type.Optional(Party),
    /** SHA-256 (hex) of the sealed file. */
    fileHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    /** The 32 random bytes, hex. */
    nonce: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    /** As it stands in the decrypted opening list. */
    offer: Type.Optional(Offer),
  },
  closed,
);
export type BidRevealed = Static<typeof Payload>;

export const bidRevealed = defineFactKind({
  kind: "procurement.bid-revealed",
  version: 1,
  title: { en: "Bid revealed", zh: "投标文件揭示" },
  about: {
    en: "At the opening the trading system names the file behind a commitment and its bidder; the hash must come out again. Public through the opening session only.",
    zh: "开标时交易系统说明每个承诺对应的文件和投标人，重新计算的哈希必须一致。只通过开标场次公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    fileHash: "0a1b".repeat(16),
    nonce: "c2d3".repeat(16),
    offer: { kind: "total", amount: { amountMinor: "1187650000", currency: "CNY" } },
  },
});
