import type { WarningNode } from "../node.ts";
/** 立项与计划. */
import { hitWhen, type Rule } from "../rules.ts";

const PLAN = { stage: "plan", acts: ["approvePlan"] } as const;
const TENDERS: readonly string[] = ["open", "invited"];

/** 立项后逐个标段低于限额而合计达到限额. */
const splitLots: Rule = {
  needs: ["lotEstimates", "mandatoryThreshold"],
  find(read) {
    const [lots, limit] = [read.get("lotEstimates"), read.get("mandatoryThreshold")];
    const amounts = lots.map(({ amountMinor }) => BigInt(amountMinor));
    const total = amounts.reduce((sum, one) => sum + one, 0n);
    const least = BigInt(limit.amountMinor);
    const isHit = lots.length > 1 && total >= least && amounts.every((one) => one < least);
    return {
      isHit,
      params: {
        count: lots.length,
        amount: String(total),
        base: String(least),
        currency: limit.currency,
      },
    };
  },
};

export const PLAN_NODES: readonly WarningNode[] = [
  {
    ...PLAN,
    id: "W-PLA-01",
    articles: ["ZTB-3"],
    mode: "block",
    ...hitWhen(["method", "isMandatory"], (read) => ({
      isHit: read.get("isMandatory") && !TENDERS.includes(read.get("method")),
      params: { method: read.get("method") },
    })),
  },
  {
    ...PLAN,
    id: "W-PLA-02",
    articles: ["ZTB-T-8"],
    mode: "warn",
    ...hitWhen(["method", "hasMethodGround"], (read) => ({
      isHit: read.get("method") === "invited" && !read.get("hasMethodGround"),
      params: { method: read.get("method") },
    })),
  },
  {
    ...PLAN,
    id: "W-PLA-03",
    articles: ["CG-27"],
    mode: "warn",
    ...hitWhen(["method", "hasMethodGround"], (read) => ({
      isHit: read.get("method") !== "open" && !read.get("hasMethodGround"),
      params: { method: read.get("method") },
    })),
  },
  {
    ...PLAN,
    id: "W-PLA-04",
    articles: ["CG-T-28"],
    mode: "requireReason",
    ...hitWhen(["method", "sameItemTotal", "openThreshold"], (read) => {
      const [amount, base] = read.amounts("sameItemTotal", "openThreshold");
      const { currency } = read.get("openThreshold");
      return {
        isHit: read.get("method") !== "open" && amount >= base,
        params: { amount: String(amount), base: String(base), currency },
      };
    }),
  },
  { ...PLAN, id: "W-PLA-05", articles: ["ZTB-T-24"], mode: "requireReason", ...splitLots },
];
