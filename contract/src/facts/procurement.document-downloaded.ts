import Type, { type Static } from "typebox";

import { closed, LotId, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";
import { DeviceTrace } from "./trace.ts";

const Payload = Type.Object(
  { lotId: LotId, bidder: Party, trace: Type.Optional(DeviceTrace) },
  closed,
);
export type DocumentDownloaded = Static<typeof Payload>;

export const documentDownloaded = defineFactKind({
  kind: "procurement.document-downloaded",
  version: 1,
  title: { en: "Bidding documents downloaded", zh: "招标文件下载" },
  about: {
    en: "An interested party fetched the bidding documents. Never public.",
    zh: "潜在投标人获取了招标文件。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    bidder: { kind: "organisation", name: "云澜青石建设有限公司" },
    trace: { ip: "203.0.113.7" },
  },
});
