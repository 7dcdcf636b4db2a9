/** 公告: the time that bidders get. */
import type { WarningNode } from "../node.ts";
import { atLeastDays, atLeastWorkingDays, hitWhen, isSaid, type Rule } from "../rules.ts";

const NOTICE = { stage: "notice", acts: ["publishNotice"] } as const;

const bidPeriod = atLeastDays({ from: "documentsFrom", to: "bidDeadline", days: 20 });
const openingAtDeadline: Rule = hitWhen(["openingAt", "bidDeadline"], (read) => ({
  isHit: read.time("openingAt") !== read.time("bidDeadline"),
  params: { from: read.get("bidDeadline"), to: read.get("openingAt") },
}));

export const NOTICE_NODES: readonly WarningNode[] = [
  {
    ...NOTICE,
    id: "W-NOT-01",
    articles: ["ZTB-24"],
    mode: "block",
    isForMandatory: true,
    ...bidPeriod,
  },
  { ...NOTICE, id: "W-NOT-02", articles: ["CG-35"], mode: "block", ...bidPeriod },
  {
    ...NOTICE,
    id: "W-NOT-03",
    articles: ["ZTB-T-16"],
    mode: "block",
    ...atLeastDays({ from: "documentsFrom", to: "documentsTo", days: 5 }),
  },
  {
    ...NOTICE,
    id: "W-NOT-04",
    articles: ["CG-T-31", "MOF87-18"],
    mode: "block",
    ...atLeastWorkingDays({ from: "documentsFrom", to: "documentsTo", days: 5 }),
  },
  {
    ...NOTICE,
    id: "W-NOT-05",
    articles: ["ZTB-16", "ZTB-T-15"],
    mode: "requireReason",
    isForMandatory: true,
    ...isSaid("isInDesignatedMedia", false),
  },
  {
    ...NOTICE,
    id: "W-NOT-06",
    articles: ["MOF87-16"],
    mode: "requireReason",
    ...atLeastWorkingDays({ from: "noticeFrom", to: "noticeTo", days: 5 }),
  },
  {
    ...NOTICE,
    id: "W-NOT-07",
    acts: ["publishPrequalification"],
    articles: ["ZTB-T-17"],
    mode: "block",
    isForMandatory: true,
    ...atLeastDays({ from: "prequalificationSaleTo", to: "prequalificationDeadline", days: 5 }),
  },
  { ...NOTICE, id: "W-NOT-08", articles: ["ZTB-34"], mode: "block", ...openingAtDeadline },
  { ...NOTICE, id: "W-NOT-09", articles: ["MOF87-40"], mode: "warn", ...openingAtDeadline },
  {
    ...NOTICE,
    id: "W-NOT-10",
    articles: ["LAND39-8"],
    mode: "warn",
    ...atLeastDays({ from: "noticeFrom", to: "startOn", days: 20 }),
  },
];
