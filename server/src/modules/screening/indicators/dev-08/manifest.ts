import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-08",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "下载与上传设备交叉", en: "One machine fetched for one and uploaded for another" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（二）项", regimes: ["procurement"] },
  ],
  facts: [
    "procurement.document-downloaded",
    "procurement.bid-received",
    "procurement.bid-decrypted",
    "procurement.environment-registered",
  ],
  method:
    "A machine (network address or disk) downloaded the documents for one bidder and uploaded the bid of an unrelated one. Virtual and travelling adapters do not count; rarity as in DEV-02.",
  trigger: "download(A)=upload(B), bits>=min(12, log2 N)",
  innocent: ["printShop", "bidPreparationFirm", "usbAdapter"],
  clearing: ["sameGroup", "environmentRegistered", "codesReadAgain"],
};
