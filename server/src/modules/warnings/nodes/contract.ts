/** 合同与归档. */
import type { WarningNode } from "../node.ts";
import { atMostShare, fewerThan, hitWhen, moreThan, within } from "../rules.ts";

const SIGNING = { stage: "contract", acts: ["signContract"] } as const;

export const CONTRACT_NODES: readonly WarningNode[] = [
  {
    ...SIGNING,
    id: "W-CON-01",
    articles: ["ZTB-46", "CG-46"],
    mode: "requireReason",
    ...within({ from: "awardNoticeOn", to: "signedOn", days: 30 }),
  },
  {
    ...SIGNING,
    id: "W-CON-02",
    articles: ["ZTB-46", "ZTB-T-57", "CG-46"],
    mode: "requireReason",
    ...hitWhen(["contractAmount", "awardAmount"], (read) => {
      const [amount, base] = read.amounts("contractAmount", "awardAmount");
      const { currency } = read.get("awardAmount");
      return {
        isHit: amount !== base,
        params: { amount: String(amount), base: String(base), currency },
      };
    }),
  },
  {
    ...SIGNING,
    id: "W-CON-03",
    articles: ["ZTB-T-58", "CG-T-48"],
    mode: "block",
    ...atMostShare("performanceBond", "contractAmount", 10),
  },
  {
    ...SIGNING,
    id: "W-CON-04",
    acts: ["refundBonds"],
    articles: ["ZTB-T-57", "C12-52"],
    mode: "warn",
    ...within({ from: "signedOn", to: "bondReturnedOn", days: 5 }),
  },
  {
    ...SIGNING,
    id: "W-CON-05",
    acts: ["refundBonds"],
    articles: ["CG-T-33", "MOF87-38"],
    mode: "warn",
    ...within({ from: "signedOn", to: "bondReturnedOn", days: 5, unit: "workingDay" }),
  },
  {
    ...SIGNING,
    id: "W-CON-06",
    acts: ["fileContract"],
    articles: ["CG-47"],
    mode: "warn",
    ...within({ from: "signedOn", to: "filedOn", days: 7, unit: "workingDay" }),
  },
  {
    ...SIGNING,
    id: "W-CON-07",
    acts: ["fileContract"],
    articles: ["CG-T-50"],
    mode: "warn",
    ...within({ from: "signedOn", to: "contractPublishedOn", days: 2, unit: "workingDay" }),
  },
  {
    ...SIGNING,
    id: "W-CON-08",
    acts: ["changeContract"],
    articles: ["CG-49"],
    mode: "block",
    ...atMostShare("supplementTotal", "contractAmount", 10),
  },
  {
    ...SIGNING,
    id: "W-CON-09",
    acts: ["fileContract"],
    articles: ["ZTB-47"],
    mode: "warn",
    isForMandatory: true,
    ...within({ from: "awardOn", to: "reportedOn", days: 15 }),
  },
  {
    ...SIGNING,
    id: "W-CON-10",
    articles: ["ZTB-48", "CG-46"],
    mode: "block",
    ...hitWhen(["contractParty", "awardee"], (read) => ({
      isHit: read.get("contractParty") !== read.get("awardee"),
      params: { isOther: read.get("contractParty") !== read.get("awardee") },
    })),
  },
  {
    ...SIGNING,
    id: "W-CON-11",
    acts: ["archive"],
    articles: ["CG-42"],
    mode: "requireReason",
    ...fewerThan("keptYears", 15),
  },
  {
    ...SIGNING,
    id: "W-CON-12",
    articles: ["ZTB-T-54", "CG-T-54"],
    mode: "block",
    ...moreThan("openObjections", 0),
  },
];
