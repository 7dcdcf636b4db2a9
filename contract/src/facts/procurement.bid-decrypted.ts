import Type, { type Static } from "typebox";

import { closed, LotId, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";
import { DeviceTrace } from "./trace.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    bidder: Party,
    succeeded: Type.Boolean(),
    trace: Type.Optional(DeviceTrace),
  },
  closed,
);
export type BidDecrypted = Static<typeof Payload>;

export const bidDecrypted = defineFactKind({
  kind: "procurement.bid-decrypted",
  version: 1,
  title: { en: "Bid decrypted", zh: "投标文件解密" },
  about: {
    en: "A bidder decrypted its bid at the opening, from a device whose trace is kept. Never public.",
    zh: "投标人在开标时解密投标文件，保留设备痕迹。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    succeeded: true,
    trace: { ip: "203.0.113.7" },
  },
});
