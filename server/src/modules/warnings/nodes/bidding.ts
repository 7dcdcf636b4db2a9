/** 投标: what may be taken in, and what nobody may learn. */
import type { WarningNode } from "../node.ts";
import { hitWhen, isSaid, onlyWhen, within, type Rule } from "../rules.ts";

const BIDDING = { stage: "bidding", acts: ["acceptBid"] } as const;

const lateBid: Rule = hitWhen(["isAccepted", "receivedAt", "bidDeadline"], (read) => ({
  isHit: read.get("isAccepted") && read.time("receivedAt") > read.time("bidDeadline"),
  params: { from: read.get("bidDeadline"), to: read.get("receivedAt") },
}));

export const BIDDING_NODES: readonly WarningNode[] = [
  { ...BIDDING, id: "W-BID-01", articles: ["ZTB-28", "ZTB-T-36"], mode: "block", ...lateBid },
  { ...BIDDING, id: "W-BID-02", articles: ["MOF87-33"], mode: "warn", ...lateBid },
  {
    ...BIDDING,
    id: "W-BID-03",
    articles: ["ZTB-T-36"],
    mode: "block",
    ...onlyWhen("isAccepted", true, isSaid("isSealed", false)),
  },
  {
    ...BIDDING,
    id: "W-BID-04",
    articles: ["ZTB-T-36"],
    mode: "block",
    ...onlyWhen("isAccepted", true, isSaid("hasPassedPrequalification", false)),
  },
  {
    ...BIDDING,
    id: "W-BID-05",
    acts: ["takeBond"],
    articles: ["ZTB-T-26"],
    mode: "requireReason",
    isForMandatory: true,
    ...isSaid("isFromBasicAccount", false),
  },
  {
    ...BIDDING,
    id: "W-BID-06",
    acts: ["returnBond"],
    articles: ["ZTB-T-35"],
    mode: "warn",
    ...within({ from: "withdrawnOn", to: "bondReturnedOn", days: 5 }),
  },
  {
    ...BIDDING,
    id: "W-BID-07",
    acts: ["returnBond"],
    articles: ["MOF87-38"],
    mode: "warn",
    ...within({ from: "withdrawnOn", to: "bondReturnedOn", days: 5, unit: "workingDay" }),
  },
  {
    ...BIDDING,
    id: "W-BID-08",
    acts: ["answerAboutBuyers"],
    articles: ["ZTB-22"],
    mode: "block",
    ...isSaid("revealsBuyers", true),
  },
];
