import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-07",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "报价偏度异常", en: "Skewness" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "Skewness of n ≥ 8 bids (G₁, corrected for bias) is lower than in 99 % of honest lots of n: the lowest stands apart below (Huber and Imhof 2019). Compared with the market cell where it has 50 lots; else, of up to 12 bids, the tail given n under uniform spacings, which is shown and carries no bits, because honest bids of other shapes meet it more often (B.5).",
  trigger: "tail<=0.01",
  innocent: ["efficientBidder", "unclearScope"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
