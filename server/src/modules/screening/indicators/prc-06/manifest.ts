import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-06",
  version: "1.1.0",
  group: "PRC",
  names: { zh: "最低价间距异常", en: "Gap below the second lowest bid (RDNOR)" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "RDNOR = (n−1)(b₂−b₁)/(bₙ−b₁) of the valid bids, n ≥ 3. With at least 50 earlier lots in the market cell (category, method, size band, n to n + n/4 bidders, 36 months): rank of the exact tail (1−c/(n−1))^(n−2) among theirs. Otherwise the larger of the exact tail and that of normal bids, or, when the highest bid is within two mean spacings of the ceiling price, of bids crowded under a ceiling (half-normal). Trigger: tail ≤ 2 %.",
  trigger: "p<=0.02",
  innocent: ["efficientBidder", "looseCeiling", "smallField", "unclearScope"],
  clearing: ["sameGroup", "costExplained", "cellShowsSame", "readingError"],
};
