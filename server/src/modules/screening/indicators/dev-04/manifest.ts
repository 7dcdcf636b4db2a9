import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-04",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "计价软件锁号相同", en: "Same lock of the pricing software" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（一）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（一）项", regimes: ["procurement"] },
    { article: "MJZ29-1-2", regimes: ["works"], level: "determination" },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "Two or more unrelated bidders wrote their bill of quantities with the same lock of the pricing software, and at most 0.5 % of unrelated firms used that lock in 24 months. A cracked copy that writes one constant number is common and carries nothing.",
  trigger: "f<=0.005",
  innocent: ["lentLock", "crackedSoftware", "bidPreparationFirm"],
  clearing: ["sameGroup", "environmentRegistered", "lockReadAgain"],
};
