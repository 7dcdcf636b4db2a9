import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "REL-15",
  version: "1.0.0",
  group: "REL",
  names: { zh: "登记状态异常", en: "Register says abnormal" },
  level: "lead",
  law: [{ article: "QYXX-18", regimes: ["works", "procurement"] }],
  facts: ["procurement.firm-registered"],
  method:
    "The register of market entities shows a bidder as revoked, cancelled or on the list of abnormal operations in its latest extract up to the opening. Shown without bits: it concerns one bidder's standing, not agreement among several.",
  trigger: "status<>active",
  innocent: ["registerLag", "removedSince"],
  clearing: ["registerCorrected", "removedFromList"],
};
