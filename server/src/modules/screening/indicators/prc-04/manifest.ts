import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-04",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "首差与离散之比（RD）", en: "RD" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "RD = (b₂−b₁)/s of the losing bids, n ≥ 4 (Imhof 2018); tail from 200,000 simulated lots of n. Compared with the market cell where it has 50 lots; else, of up to 12 bids, the tail given n under uniform spacings, which is shown and carries no bits, because honest bids of other shapes meet it more often (B.5).",
  trigger: "tail<=0.01",
  innocent: ["efficientBidder", "looseCeiling", "smallField", "unclearScope"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
