import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-09",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "报价分布均匀性（KS）", en: "Kolmogorov–Smirnov" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "The n−2 ≥ 4 bids between the lowest and the highest, scaled to 0–1, are further from a uniform law than in 99 % of lots: exact Kolmogorov tail (Wallimann et al. 2022; the published D counts both ends and fires on every lot of three). Compared with the market cell where it has 50 lots; else, of up to 12 bids, the tail given n under uniform spacings, which is shown and carries no bits, because honest bids of other shapes meet it more often (B.5).",
  trigger: "tail<=0.01",
  innocent: ["roundAmounts", "unclearScope"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
