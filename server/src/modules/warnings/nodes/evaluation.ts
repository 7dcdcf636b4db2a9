/** 评标: who evaluates, by what, and in what time. */
import { addCalendarDays } from "../../../../../clocks/src/index.ts";
import type { WarningNode } from "../node.ts";
import { fewerThan, fewerThanOther, hitWhen, isSaid, onlyWhen } from "../rules.ts";

const EVALUATION = { stage: "evaluation", acts: ["formCommittee"] } as const;
/** 87号令47条: from this budget seven members (1000 万元, in fen). */
const LARGE_BUDGET = 1_000_000_000n;

export const EVALUATION_NODES: readonly WarningNode[] = [
  {
    ...EVALUATION,
    id: "W-EVA-01",
    articles: ["ZTB-37", "MOF87-47"],
    mode: "block",
    isForMandatory: true,
    ...fewerThan("committeeSize", 5),
  },
  {
    ...EVALUATION,
    id: "W-EVA-02",
    articles: ["ZTB-37", "MOF87-47"],
    mode: "block",
    isForMandatory: true,
    ...hitWhen(["committeeSize"], (read) => ({
      isHit: read.get("committeeSize") % 2 === 0,
      params: { count: read.get("committeeSize") },
    })),
  },
  {
    ...EVALUATION,
    id: "W-EVA-03",
    articles: ["ZTB-37", "MOF87-47"],
    mode: "block",
    isForMandatory: true,
    ...hitWhen(["committeeSize", "expertCount"], (read) => {
      const [size, count] = [read.get("committeeSize"), read.get("expertCount")];
      return { isHit: count * 3 < size * 2, params: { count, limit: Math.ceil((size * 2) / 3) } };
    }),
  },
  {
    ...EVALUATION,
    id: "W-EVA-04",
    articles: ["MOF87-47"],
    mode: "block",
    ...hitWhen(["budget", "committeeSize"], (read) => {
      const count = read.get("committeeSize");
      const isLarge = BigInt(read.get("budget").amountMinor) >= LARGE_BUDGET;
      return { isHit: isLarge && count < 7, params: { count, limit: isLarge ? 7 : 5 } };
    }),
  },
  {
    ...EVALUATION,
    id: "W-EVA-05",
    articles: ["ZTB-T-46", "CG-T-39"],
    mode: "requireReason",
    ...isSaid("isRandomDraw", false),
  },
  {
    ...EVALUATION,
    id: "W-EVA-06",
    articles: ["ZTB-T-46", "C12-12"],
    mode: "block",
    ...fewerThanOther("recusedMembers", "relatedMembers"),
  },
  {
    ...EVALUATION,
    id: "W-EVA-07",
    acts: ["acceptReport"],
    articles: ["C12-40"],
    mode: "requireReason",
    ...hitWhen(["bidDeadline", "bidValidityDays", "evaluatedOn"], (read) => {
      const [from, to] = [read.day("bidDeadline"), read.day("evaluatedOn")];
      const limit = read.get("bidValidityDays");
      const due = addCalendarDays(from, limit);
      return { isHit: to > due, params: { from, to, limit, due } };
    }),
  },
  {
    ...EVALUATION,
    id: "W-EVA-08",
    acts: ["acceptReport"],
    articles: ["C12-27"],
    mode: "requireReason",
    ...fewerThan("validBidCount", 3),
  },
  {
    ...EVALUATION,
    id: "W-EVA-09",
    acts: ["evaluate"],
    articles: ["ZTB-T-49"],
    mode: "block",
    ...isSaid("hasSameCriteria", false),
  },
  {
    ...EVALUATION,
    id: "W-EVA-10",
    acts: ["acceptReport"],
    articles: ["ZTB-T-53"],
    mode: "requireReason",
    ...hitWhen(["committeeSize", "signedCount", "dissentCount"], (read) => {
      const count = read.get("signedCount") + read.get("dissentCount");
      const limit = read.get("committeeSize");
      return { isHit: count < limit, params: { count, limit } };
    }),
  },
  {
    ...EVALUATION,
    id: "W-EVA-11",
    acts: ["acceptReport"],
    articles: ["C12-21", "MOF87-60"],
    mode: "requireReason",
    ...onlyWhen("hasLowBid", true, isSaid("isLowBidExplained", false)),
  },
];
