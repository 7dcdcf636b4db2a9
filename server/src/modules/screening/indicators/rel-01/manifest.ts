import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "REL-01",
  version: "1.0.0",
  group: "REL",
  names: { zh: "负责人为同一人", en: "Same head" },
  level: "lead",
  law: [{ article: "ZTB-T-34", regimes: ["works"], level: "determination" }],
  facts: [
    "procurement.bid-received",
    "procurement.environment-registered",
    "procurement.firm-registered",
  ],
  method:
    "Two or more unrelated bidders have the same head: one person token in the register of market entities as of the opening, else in the traces of the bids. A bare name may be another person's: then a lead.",
  trigger: "head=head",
  innocent: ["namesake", "changeNotFiled"],
  clearing: ["namesake", "registerCorrected", "sameGroup"],
};
