import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-03",
  version: "1.0.0",
  group: "PRC",
  names: { zh: "前两名价差异常", en: "Gap of the two lowest" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "DIFFP = (b₂−b₁)/b₁ of n ≥ 3 firms lies in the lower or upper half per cent of the cell's earlier lots; two-sided (Huber and Imhof 2019; OCP R058). Compared with the earlier lots of the market cell, 50 at least; without them not computable.",
  trigger: "2×rank in cell<=0.01",
  innocent: ["efficientBidder", "tightCeiling", "smallField"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
