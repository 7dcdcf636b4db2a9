import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-19",
  version: "1.0.0",
  group: "PRC",
  names: { zh: "报价悬殊", en: "Wide disparity" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "SPD = (bₙ−b₁)/b₁ of n ≥ 3 firms exceeds that of 99 % of the cell's earlier lots (OCP R022). Compared with the earlier lots of the market cell, 50 at least; without them not computable.",
  trigger: "rank in cell<=0.01",
  innocent: ["unclearScope", "efficientBidder", "newEntrant"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
