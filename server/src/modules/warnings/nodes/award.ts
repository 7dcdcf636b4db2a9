/** 中标与公示: candidates, objections, and the one who is chosen. */
import type { WarningNode } from "../node.ts";
import { atLeastDays, fewerThanOther, hitWhen, isSaid, moreThan, within } from "../rules.ts";

const AWARD = { stage: "award", acts: ["decideAward"] } as const;

export const AWARD_NODES: readonly WarningNode[] = [
  {
    ...AWARD,
    id: "W-AWA-01",
    acts: ["publishCandidates"],
    articles: ["ZTB-T-54"],
    mode: "requireReason",
    isForMandatory: true,
    ...within({ from: "reportOn", to: "disclosureFrom", days: 3 }),
  },
  {
    ...AWARD,
    id: "W-AWA-02",
    acts: ["publishCandidates"],
    articles: ["ZTB-T-54"],
    mode: "block",
    isForMandatory: true,
    ...atLeastDays({ from: "disclosureFrom", to: "disclosureTo", days: 3 }),
  },
  {
    ...AWARD,
    id: "W-AWA-03",
    acts: ["publishCandidates"],
    articles: ["ZTB-T-53"],
    mode: "block",
    ...moreThan("candidateCount", 3),
  },
  {
    ...AWARD,
    id: "W-AWA-04",
    articles: ["ZTB-T-55"],
    mode: "requireReason",
    ...hitWhen(["isStateFunded", "firstCandidate", "awardee"], (read) => ({
      isHit:
        read.get("isStateFunded") &&
        read.get("firstCandidate") !== read.get("awardee") &&
        read.find("isAwardChangeGrounded") !== true,
      params: { isStateFunded: read.get("isStateFunded") },
    })),
  },
  {
    ...AWARD,
    id: "W-AWA-05",
    articles: ["ZTB-T-54"],
    mode: "block",
    isForMandatory: true,
    ...hitWhen(["awardOn", "disclosureTo"], (read) => ({
      isHit: read.day("awardOn") <= read.day("disclosureTo"),
      params: { from: read.day("disclosureTo"), to: read.day("awardOn") },
    })),
  },
  {
    ...AWARD,
    id: "W-AWA-06",
    articles: ["ZTB-T-54"],
    mode: "block",
    ...moreThan("openObjections", 0),
  },
  {
    ...AWARD,
    id: "W-AWA-07",
    articles: ["ZTB-T-62", "MOF94-28", "CG-57"],
    mode: "block",
    ...isSaid("isPaused", true),
  },
  {
    ...AWARD,
    id: "W-AWA-08",
    articles: ["CG-T-43", "MOF87-68"],
    mode: "warn",
    ...within({ from: "reportOn", to: "awardOn", days: 5, unit: "workingDay" }),
  },
  {
    ...AWARD,
    id: "W-AWA-09",
    acts: ["publishResult"],
    articles: ["CG-T-43", "MOF87-69"],
    mode: "warn",
    ...within({ from: "awardOn", to: "resultPublishedOn", days: 2, unit: "workingDay" }),
  },
  {
    ...AWARD,
    id: "W-AWA-10",
    acts: ["sendReport"],
    articles: ["CG-T-43", "MOF87-68"],
    mode: "warn",
    ...within({ from: "evaluatedOn", to: "reportOn", days: 2, unit: "workingDay" }),
  },
  {
    ...AWARD,
    id: "W-AWA-11",
    acts: ["publishResult"],
    articles: ["ZTB-45"],
    mode: "requireReason",
    ...fewerThanOther("notifiedCount", "bidderCount"),
  },
  {
    ...AWARD,
    id: "W-AWA-12",
    acts: ["publishCandidates"],
    articles: ["ZTB-T-62"],
    mode: "block",
    ...isSaid("isPaused", true),
  },
];
