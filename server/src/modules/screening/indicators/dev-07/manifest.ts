import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-07",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "投标工具安装标识相同", en: "Same installation of the bidding tool" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（一）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（一）项", regimes: ["procurement"] },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "Two or more unrelated bidders used the same installation of the bid-making tool, and at most 0.5 % of unrelated firms did in 24 months.",
  trigger: "f<=0.005",
  innocent: ["clonedDiskImage", "printShop", "bidPreparationFirm"],
  clearing: ["sameGroup", "environmentRegistered", "toolReinstalled"],
};
