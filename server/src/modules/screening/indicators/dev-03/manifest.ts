import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-03",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "公网地址相同", en: "Same public network address" },
  level: "hint",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"] },
    { article: "MOF87-37", item: "第（二）项", regimes: ["procurement"] },
    { article: "GS7", regimes: ["works"], level: "lead" },
    { article: "LOCAL-3506-IP", regimes: ["works", "procurement"], isNoGround: true },
  ],
  facts: [
    "procurement.bid-received",
    "procurement.document-downloaded",
    "procurement.bid-decrypted",
    "procurement.environment-registered",
  ],
  method:
    "Two or more unrelated bidders acted from one public address (IPv6: one /64) within 72 hours, and at most 0.5 % of unrelated firms used it in 24 months. Private, carrier-NAT and loopback addresses, terminals of the centre and registered VPN exits do not count.",
  trigger: "dt<=72h & f<=0.005",
  innocent: ["carrierNat", "hotel", "coWorking", "mobileGateway", "businessPark", "printShop"],
  clearing: ["sameGroup", "environmentRegistered", "sharedPremises", "subscriberRecord"],
};
