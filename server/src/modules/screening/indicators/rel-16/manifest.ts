import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "REL-16",
  version: "1.0.0",
  group: "REL",
  names: { zh: "在限制期内", en: "Under a restriction" },
  level: "lead",
  law: [
    { article: "CG-77", regimes: ["procurement"], level: "determination" },
    { article: "QYXX-18", regimes: ["works", "procurement"] },
  ],
  facts: ["procurement.restriction-listed"],
  method:
    "A published restriction of an authority bars a bidder from tenders of this regime on the day of opening. The scope must name the regime; an ended or repaired entry does not count.",
  trigger: "from<=day<=to & regime in scope",
  innocent: ["homonym", "repairedSince", "otherScope"],
  clearing: ["restrictionLifted", "homonym", "otherScope"],
};
