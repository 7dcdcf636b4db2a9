import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-05",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "首差与平均间距之比（RDALT）", en: "RDALT" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "RDALT = (b₂−b₁) over the mean gap of the losing bids, n ≥ 4 (Huber, Imhof and Ishii 2022). It rises with RDNOR (PRC-06), so its tail is the same; it is shown for readers of that literature and carries no bits of its own.",
  trigger: "tail<=0.01",
  innocent: ["efficientBidder", "looseCeiling", "smallField"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
