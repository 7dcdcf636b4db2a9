import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-15",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "联系方式相同", en: "Same telephone or e-mail" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（三）项", regimes: ["procurement"] },
    { article: "GS7", regimes: ["works"], level: "lead" },
  ],
  facts: [
    "procurement.document-downloaded",
    "procurement.bid-received",
    "procurement.environment-registered",
  ],
  method:
    "Two or more unrelated bidders gave the same telephone number (written form removed, extension kept) or e-mail address, and at most 0.2 % of unrelated firms used it in 24 months.",
  trigger: "f<=0.002",
  innocent: ["registrationAgency", "chamberPhone", "bidPreparationFirm", "formerEmployee"],
  clearing: ["sameGroup", "environmentRegistered", "numberReassigned", "typingError"],
};
