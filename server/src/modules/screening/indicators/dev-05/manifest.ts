import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-05",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "清单文件硬件信息一致", en: "Hardware in the bill of quantities equal" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（一）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（一）项", regimes: ["procurement"] },
    { article: "MJZ29-1-2", regimes: ["works"], level: "determination" },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "The priced bills of two or more unrelated bidders name the same network address, processor and disk of the machine that wrote them. All three are needed; at most 0.5 % of unrelated firms showed the set in 24 months.",
  trigger: "mac=mac & cpu=cpu & disk=disk, f<=0.005",
  innocent: ["bidPreparationFirm", "clonedDiskImage", "officialBillMaker"],
  clearing: ["sameGroup", "environmentRegistered", "codesReadAgain"],
};
