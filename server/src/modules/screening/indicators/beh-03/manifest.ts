import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-03",
  version: "1.0.0",
  group: "BEH",
  names: { zh: "固定同伴从不中标", en: "One wins, the other never" },
  level: "lead",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "CG-77", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened", "procurement.award-decided", "procurement.notice-published"],
  method:
    "In at least six awarded lots in which both took part in 24 months one bidder won so often, and the other never, that honest bidders of equal chances would show it rarely: Poisson binomial tail with 1/n per lot, times the n(n−1) ordered pairs of this lot.",
  trigger: "pairs × P(W>=w)<=0.01, 0 of >=6",
  innocent: ["strongIncumbent", "unskilledNewcomer"],
  clearing: ["sameGroup", "strengthExplained", "narrowerCell"],
};
