import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-13",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "设备跨项目网络", en: "Machines that tie bidders across projects" },
  level: "hint",
  law: [
    { article: "ZTB-T-39", regimes: ["works"] },
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（二）项", regimes: ["procurement"] },
  ],
  facts: [
    "procurement.document-downloaded",
    "procurement.bid-received",
    "procurement.bid-decrypted",
    "procurement.environment-registered",
  ],
  method:
    "In the 24 months before the month of the opening, network adapters used by two to seven firms tie at least two unrelated bidders of this lot into a community of at least three firms and two machines. Weight: bits of each machine, log2(N / its firms), times the pairs that share it; z against the configuration model, in which each firm keeps its number of machines and each machine its number of firms. The community is chosen because it is connected, so z orders and is no tail probability. Bits are those of the strongest tie between two bidders of this lot: log2(N / users) of a machine that both used, log2(N / users²) by way of a third firm. A hint and no lead by itself: in a simulated city of 1,500 projects ten of sixteen hits were workshops of few firms that no register knew. Virtual and travelling adapters, registered environments and machines of eight firms or more do not count.",
  trigger: "firms>=3 & machines>=2 & z>3",
  innocent: ["bidPreparationFirm", "printShop", "chamberOffice", "usbAdapter"],
  clearing: ["sameGroup", "environmentRegistered", "codesReadAgain"],
};
