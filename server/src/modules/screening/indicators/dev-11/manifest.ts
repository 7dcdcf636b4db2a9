import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-11",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "保函编号相连", en: "Consecutive guarantee numbers" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "ZTB-T-40", item: "第（六）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（六）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "Guarantees of two unrelated bidders have the same prefix and numbers at most 5 apart, and both gave the same telephone or e-mail. Where more than half of the lot's guarantees are so close, the platform numbers them for the lot: no hit.",
  trigger: "gap<=5 & contact=contact",
  innocent: ["platformNumbersLot", "issuerBatch"],
  clearing: ["sameGroup", "issuerExplains", "typingError"],
};
