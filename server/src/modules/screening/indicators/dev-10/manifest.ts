import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-10",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "保证金出自同一账户", en: "Bid bonds from one account" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（六）项", regimes: ["works"], level: "determination" },
    { article: "MOF87-37", item: "第（六）项", regimes: ["procurement"], level: "determination" },
    { article: "ZTB-T-26", regimes: ["works"] },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "The bid bonds of two or more unrelated bidders came from one account, used by at most 0.5 % of unrelated firms in 24 months (a bank collection account shows as the payer of many). Without such a pair: a payer that is not the bidder's own basic account (条例 26) is shown as a lead without bits.",
  trigger: "payer=payer, f<=0.005; payer<>basic",
  innocent: ["collectionAccount", "groupTreasury"],
  clearing: ["sameGroup", "environmentRegistered", "bankConfirmsPayer"],
};
