import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-08",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "报价峰度异常", en: "Kurtosis" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "Excess kurtosis of n ≥ 8 bids (G₂, corrected for bias) exceeds that of 99 % of honest lots of n (Huber and Imhof 2019). It can never exceed n−5+1/(n−1) uncorrected, so no fixed threshold holds. Compared with the market cell where it has 50 lots; else, of up to 12 bids, the tail given n under uniform spacings, which is shown and carries no bits, because honest bids of other shapes meet it more often (B.5).",
  trigger: "tail<=0.01",
  innocent: ["unclearScope", "efficientBidder"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
