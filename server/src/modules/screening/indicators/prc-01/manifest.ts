import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-01",
  version: "1.0.0",
  group: "PRC",
  names: { zh: "报价离散系数过低", en: "Coefficient of variation low" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "CV = s/m of the valid totals of n ≥ 3 firms is lower than that of 99 % of the cell's earlier lots (Abrantes-Metz 2006, Imhof 2018). Compared with the earlier lots of the market cell, 50 at least; without them not computable.",
  trigger: "rank in cell<=0.01",
  innocent: ["tightCeiling", "catalogGoods", "benchmarkMethod"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
