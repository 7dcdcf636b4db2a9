import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-01",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "上传硬件三码一致", en: "Upload device: MAC, CPU and disk all equal" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（二）项", regimes: ["procurement"] },
    { article: "MJZ29-1-1", regimes: ["works"], level: "determination" },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "Two or more unrelated bidders uploaded from a machine whose network address, processor and disk are all equal. Uploads from terminals of the trading centre do not count. Bits: −log2 max(f, 1/N) of the set of three.",
  trigger: "mac=mac & cpu=cpu & disk=disk, n>=2",
  innocent: [
    "printShop",
    "bidPreparationFirm",
    "clonedDiskImage",
    "virtualDesktop",
    "toolPicksOneAdapter",
  ],
  clearing: ["sameGroup", "environmentRegistered", "uploadedAtCenter", "codesReadAgain"],
};
