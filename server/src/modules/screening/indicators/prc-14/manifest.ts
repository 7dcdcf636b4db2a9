import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-14",
  version: "1.0.0",
  group: "PRC",
  names: { zh: "贴近最高限价", en: "Close to the ceiling" },
  level: "hint",
  law: [
    { article: "ZTB-T-27", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "The lowest bid over the ceiling price is higher than in 99 % of the cell's earlier lots with a ceiling. Compared with the earlier lots of the market cell, 50 at least; without them not computable.",
  trigger: "rank in cell<=0.01",
  innocent: ["underpricedCeiling", "thinMarket", "ceilingPriceQuoted"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame"],
};
