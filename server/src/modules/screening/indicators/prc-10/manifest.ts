import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-10",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "报价完全相同", en: "Identical totals" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（四）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（四）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "Totals of two or more unrelated bidders are equal to the cent, and equal neither to the ceiling price nor to a fixed price. The chance of an honest coincidence is computed from the rounding of the equal amount: pairs × step / (2·√π·sd), sd = 1 % of the amount. Above 1 % the hit is a hint only.",
  trigger: "price=price, n>=2",
  innocent: ["postedPrice", "regulatedTariff", "roundAmounts", "ceilingPriceQuoted"],
  clearing: ["sameGroup", "fixedPriceInDocuments", "readingError"],
};
