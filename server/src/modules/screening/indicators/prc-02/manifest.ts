import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-02",
  version: "1.0.0",
  group: "PRC",
  names: { zh: "报价极差过小", en: "Spread small" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "SPD = (bₙ−b₁)/b₁ of n ≥ 3 firms is smaller than in 99 % of the cell's earlier lots (Huber and Imhof 2019). Compared with the earlier lots of the market cell, 50 at least; without them not computable.",
  trigger: "rank in cell<=0.01",
  innocent: ["tightCeiling", "catalogGoods", "benchmarkMethod"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
