import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-07",
  version: "1.0.0",
  group: "BEH",
  names: { zh: "常客缺席", en: "Usual bidders missing" },
  level: "hint",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "CG-77", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened", "procurement.award-decided", "procurement.notice-published"],
  method:
    "Of the firms that bid in at least 60 % of the lots of this category and district in 12 months (eight lots at least), more are absent than chance explains: P(at least so many absent), each absent with its own share (a+½)/(N+1). The brief multiplies the shares of the absent; that product is no tail.",
  trigger: "P(absent>=k)<=0.01",
  innocent: ["busyCapacity", "deterrentTerms", "otherOpening"],
  clearing: ["sameGroup", "capacityShown", "termsExplained"],
};
