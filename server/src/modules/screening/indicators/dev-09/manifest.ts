import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-09",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "上传接力", en: "Relay of uploads" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（二）项", regimes: ["procurement"] },
  ],
  facts: [
    "procurement.bid-received",
    "procurement.bids-opened",
    "procurement.environment-registered",
  ],
  method:
    "Two unrelated bidders uploaded at most ten minutes apart from one network (IPv4: one /24) and machines of one class (processor, else maker of the adapter). How often two uploads come so near is counted over all pairs of bidders of the earlier lots of the market cell, so that the rush before the deadline counts on both sides; times the number of such pairs in this lot. Terminals of the centre and pairs within one registered environment do not count. Below 50 lots of the cell the latest 300 lots by the same method stand in for it; below 50 of these not computable.",
  trigger: "/24=/24 & class=class, dt<=600s, p<0.01",
  innocent: ["deadlineRush", "businessPark", "printShop", "bidPreparationFirm"],
  clearing: ["sameGroup", "environmentRegistered", "sharedPremises", "subscriberRecord"],
};
