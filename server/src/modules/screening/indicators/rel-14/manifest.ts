import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "REL-14",
  version: "1.0.0",
  group: "REL",
  names: { zh: "成立不久", en: "Founded recently" },
  level: "hint",
  law: [],
  facts: ["procurement.firm-registered", "procurement.bids-opened"],
  method:
    "A bidder was founded fewer than 180 days before the opening, and the lot is larger than three quarters of lots that are compared with it: its ceiling price, else its median bid, is at least 3 million yuan. Shown without bits: youth is no evidence of agreement.",
  trigger: "age<180 d & size>=3,000,000 CNY",
  innocent: ["spinOff", "newEntrant"],
  clearing: ["historyOfPredecessor", "registerCorrected"],
};
