import Type, { type Static } from "typebox";

import { closed, LotId, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";
import { DeviceTrace } from "./trace.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    bidder: Party,
    /** SHA-256 (hex) of the sealed file, when the trading system sends it. */
    fileHash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
    trace: Type.Optional(DeviceTrace),
  },
  closed,
);
export type BidReceived = Static<typeof Payload>;

export const bidReceived = defineFactKind({
  kind: "procurement.bid-received",
  version: 1,
  title: { en: "Bid received", zh: "投标文件递交" },
  about: {
    en: "The trading system received a sealed bid; the receipt carries the device trace. Never public as such.",
    zh: "交易系统收到一份加密投标文件，回执带有设备痕迹。不直接公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    trace: {
      ip: "203.0.113.7",
      mac: "3C-52-82-00-10-01",
      cpu: "BFEBFBFF000906EA",
      disk: "WD-001122",
    },
  },
});
