/** 澄清与修改: what changes after the documents are out. */
import type { WarningNode } from "../node.ts";
import { atLeastDays, fewerThanOther, hitWhen, moreThan, onlyWhen, type Rule } from "../rules.ts";

const CHANGE = { stage: "clarification", acts: ["issueClarification"] } as const;

/** 条例21 and 87号令27: fifteen days before the deadline, as it stands after the change. */
const fifteenDays = onlyWhen(
  "affectsBids",
  true,
  atLeastDays({ from: "changeOn", to: "bidDeadline", days: 15 }),
);

const lateCeiling: Rule = hitWhen(
  ["previousCeilingPrice", "ceilingPrice", "changeOn", "bidDeadline"],
  (read, world) => {
    const [before, after] = read.amounts("previousCeilingPrice", "ceilingPrice");
    const { currency } = read.get("ceilingPrice");
    const late = atLeastDays({ from: "changeOn", to: "bidDeadline", days: 15 }).find(read, world);
    return {
      isHit: before !== after && late.isHit,
      params: { ...late.params, amount: String(after), base: String(before), currency },
    };
  },
);

export const CLARIFICATION_NODES: readonly WarningNode[] = [
  { ...CHANGE, id: "W-CLA-01", articles: ["ZTB-T-21", "ZTB-23"], mode: "block", ...fifteenDays },
  { ...CHANGE, id: "W-CLA-02", articles: ["CG-T-31", "MOF87-27"], mode: "block", ...fifteenDays },
  {
    ...CHANGE,
    id: "W-CLA-03",
    articles: ["ZTB-T-21", "CG-T-31"],
    mode: "requireReason",
    ...lateCeiling,
  },
  {
    ...CHANGE,
    id: "W-CLA-04",
    articles: ["ZTB-23", "MOF87-27"],
    mode: "block",
    ...fewerThanOther("notifiedCount", "recipientCount"),
  },
  {
    ...CHANGE,
    id: "W-CLA-05",
    acts: ["changePrequalification"],
    articles: ["ZTB-T-21", "MOF87-27"],
    mode: "block",
    ...atLeastDays({ from: "changeOn", to: "prequalificationDeadline", days: 3 }),
  },
  {
    ...CHANGE,
    id: "W-CLA-06",
    acts: ["continueTender"],
    articles: ["ZTB-T-22"],
    mode: "block",
    ...moreThan("openObjections", 0),
  },
];
