import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-04",
  version: "1.0.0",
  group: "BEH",
  names: { zh: "长期投标从不中标", en: "Serial loser" },
  level: "hint",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "CG-77", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened", "procurement.award-decided", "procurement.notice-published"],
  method:
    "A bidder took part in at least 15 awarded lots in 24 months and won so rarely that an average bidder would hardly: P(W ≤ w), Poisson binomial with 1/n per lot, times the number of bidders of this lot.",
  trigger: "bidders × P(W<=w)<=0.001, k>=15",
  innocent: ["unskilledNewcomer", "wrongSegment"],
  clearing: ["sameGroup", "strengthExplained"],
};
