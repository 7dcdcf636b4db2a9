import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-14",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "设备编码缺失或虚拟", en: "Device codes blank or virtual" },
  level: "hint",
  law: [],
  facts: ["procurement.bid-received"],
  method:
    "Two or more bidders of the lot uploaded without a usable network address or disk serial (missing, placeholder, virtual machine, randomised). Tail: P(at least so many of n), each with the share of firms that showed such a code in 24 months.",
  trigger: "P(X>=k | n, f)<=0.01",
  innocent: ["privacySettings", "virtualDesktop", "domesticSystem"],
  clearing: ["sameGroup", "codesReadAgain", "environmentRegistered"],
};
