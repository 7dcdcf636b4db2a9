import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "REL-07",
  version: "1.0.0",
  group: "REL",
  names: { zh: "委托代理人为同一人", en: "Same agent" },
  level: "lead",
  law: [
    { article: "ZTB-T-40", item: "第（二）项", regimes: ["works"], level: "determination" },
    { article: "MOF87-37", item: "第（二）项", regimes: ["procurement"], level: "determination" },
  ],
  facts: ["procurement.bid-received", "procurement.environment-registered"],
  method:
    "One person acted as authorised agent for two or more unrelated bidders of the lot. A token or number tells one person; a bare name is a lead only, and at most 0.5 % of unrelated firms used it.",
  trigger: "agent=agent, f<=0.005",
  innocent: ["namesake", "jobChange", "registrationAgency"],
  clearing: ["sameGroup", "namesake", "authorisationWithdrawn"],
};
