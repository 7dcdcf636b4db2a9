import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "DEV-06",
  version: "1.0.0",
  group: "DEV",
  names: { zh: "数字证书交叉使用", en: "Certificate used for two bidders" },
  level: "lead",
  law: [
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
    "One digital certificate (CA) signed or decrypted for two or more unrelated bidders of the lot. At most 0.5 % of unrelated firms used it in 24 months: an agent of the issuer shows up with many.",
  trigger: "f<=0.005",
  innocent: ["caAgent", "renewedAtCounter"],
  clearing: ["sameGroup", "certificateReissued"],
};
