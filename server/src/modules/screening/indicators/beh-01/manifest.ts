import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-01",
  version: "1.0.0",
  group: "BEH",
  names: { zh: "共同投标超常", en: "Meet more often than by chance" },
  level: "hint",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "CG-77", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened", "procurement.award-decided", "procurement.notice-published"],
  method:
    "Two bidders met in the category and district in 24 months (four times at least) more often than if each chose its lots alone: expected Σ over years a·b/N, Poisson tail (wider than the hypergeometric), times the number of pairs of this lot. Firms of one narrow trade meet often: a hint.",
  trigger: "pairs × P(H>=c)<=0.01",
  innocent: ["specialists", "cellTooWide", "smallDistrict"],
  clearing: ["sameGroup", "cellShowsSame", "narrowerCell"],
};
