import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-11",
  version: "1.0.0",
  group: "PRC",
  names: { zh: "报价呈规律性差异", en: "Arithmetic or geometric progression" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "Gaps of the ascending bids (arithmetic), or of their logarithms (geometric; never raw ratios), are equal up to a largest relative deviation ε. Exact tail given n under uniform spacings, twice the smaller of the two. Trigger 0.001; n ≥ 5 a lead, fewer a hint; three bids alone never count (no bits).",
  trigger: "p<=0.001",
  innocent: ["roundAmounts", "benchmarkMethod"],
  clearing: ["sameGroup", "readingError", "fixedPriceInDocuments"],
};
