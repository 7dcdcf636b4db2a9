import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "BEH-08",
  version: "1.0.0",
  group: "BEH",
  names: { zh: "领取文件后不投标", en: "Fetched the documents, did not bid" },
  level: "hint",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "CG-77", regimes: ["procurement"] },
  ],
  facts: ["procurement.document-downloaded", "procurement.bid-received"],
  method:
    "The share of those who fetched the documents and did not bid is higher than in 99 % of the cell's earlier lots. Compared with the earlier lots of the market cell, 50 at least; without them not computable.",
  trigger: "rank in cell<=0.01",
  innocent: ["deterrentTerms", "unclearScope"],
  clearing: ["sameGroup", "termsExplained", "cellShowsSame"],
};
