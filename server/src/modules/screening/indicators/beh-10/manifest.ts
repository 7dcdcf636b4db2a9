import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-10",
  version: "1.0.1",
  group: "BEH",
  names: { zh: "投标人过少", en: "Single or few bidders" },
  level: "hint",
  law: [
    { article: "ZTB-28", regimes: ["works"], level: "block" },
    { article: "ZTB-T-44", regimes: ["works"], level: "block" },
    { article: "C12-27", regimes: ["works"] },
    { article: "MOF87-41", regimes: ["procurement"], level: "block" },
  ],
  facts: ["procurement.bids-opened", "procurement.award-decided"],
  method:
    "Fewer than three bidders: block where the statute asks for three (open or invited tender), else hint. Three or more bidders of whom fewer than three are valid: hint. Exactly three bidders: hint when both others, in at least six earlier lots with the third each, never won while the third won more than 1/n chance allows (Poisson-binomial tail × 3 ≤ 1 %).",
  trigger: "n<3 | n=3 & p<=0.01",
  innocent: ["thinMarket", "specialisedWork", "strongIncumbent", "shortNotice"],
  clearing: ["marketConsulted", "tenderedAgain", "singleSourceApproved", "sameGroup"],
};
