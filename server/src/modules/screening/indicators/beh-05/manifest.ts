import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-05",
  version: "1.0.0",
  group: "BEH",
  names: { zh: "轮流中标", en: "Rotation" },
  level: "lead",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "CG-77", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened", "procurement.award-decided", "procurement.notice-published"],
  method:
    "In awarded lots of 24 months in which at least three of this lot's bidders took part, won by one of them (eight wins by two or more firms at least), the winner of one lot wins the next one less often than in permutations of the same winners (1,999, seeded).",
  trigger: "p<=0.01, >=8 wins",
  innocent: ["capacityLimits", "alternatingLots"],
  clearing: ["sameGroup", "capacityShown", "narrowerCell"],
};
