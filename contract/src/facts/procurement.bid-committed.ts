import Type, { type Static } from "typebox";

import { SizeClass } from "../opening-values.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    /** SHA-256 (hex) over 32 random bytes and the SHA-256 of the sealed file. Says nothing of file or bidder. */
    commitment: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    /** The file was padded up to it. */
    sizeClass: SizeClass,
  },
  closed,
);
export type BidCommitted = Static<typeof Payload>;

export const bidCommitted = defineFactKind({
  kind: "procurement.bid-committed",
  version: 1,
  title: { en: "Bid committed", zh: "投标文件承诺" },
  about: {
    en: "Before the deadline the trading system commits to a sealed file it holds: a hash, a time, a padded size, no bidder. It may send empty ones, so that not even their number says how many bid. Never public before the opening.",
    zh: "投标截止前，交易系统对已收到的加密投标文件作出承诺：只有哈希、时间和补齐后的大小，没有投标人。可以掺入空承诺，数量不等于家数。开标前不公开。",
  },
  payload: Payload,
  example: { lotId: "1", commitment: "5f2c".repeat(16), sizeClass: "50M" },
});
