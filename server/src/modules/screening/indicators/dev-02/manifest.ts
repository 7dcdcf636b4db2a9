import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-02",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "单一硬件码相同", en: "One hardware code equal" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（一）项、第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（一）项、第（二）项", regimes: ["procurement"] },
  ],
  facts: [
    "procurement.bid-received",
    "procurement.document-downloaded",
    "procurement.bid-decrypted",
    "procurement.environment-registered",
  ],
  method:
    "Two or more unrelated bidders show the same network address or disk serial. Locally administered addresses, virtual machines, docks and USB adapters do not count, the processor alone never does. Trigger: −log2(share of unrelated firms that used the value in 24 months) ≥ 12 bits; in a population of N < 4096 firms at most one other firm may have used it. Uploads already counted by DEV-01 are left out.",
  trigger: "bits>=min(12, log2 N)",
  innocent: ["usbAdapter", "printShop", "bidPreparationFirm", "usedComputer", "virtualDesktop"],
  clearing: ["sameGroup", "environmentRegistered", "codesReadAgain", "adapterOwner"],
};
