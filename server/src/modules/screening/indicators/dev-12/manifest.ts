import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-12",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "由他方设备解密", en: "Decrypted on another bidder's machine" },
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
    "A bid was decrypted on a machine (network address or disk) that downloaded for or uploaded the bid of an unrelated bidder. Terminals of the centre do not count; rarity as in DEV-02.",
  trigger: "decrypt(B)=download|upload(A), bits>=min(12, log2 N)",
  innocent: ["helperInHall", "printShop", "usbAdapter"],
  clearing: ["sameGroup", "environmentRegistered", "codesReadAgain"],
};
