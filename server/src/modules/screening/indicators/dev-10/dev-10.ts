/** DEV-10: bid bonds from one account, or not from the bidder's basic account (indicators.md D.1; 条例 26, 40(六)). */
import type { EvidenceSide } from "../../../../../../contract/src/screening.ts";
import { compare } from "../../coincidence.ts";
import type { Finding, Indicator } from "../../indicator.ts";
import type { TraceRecord } from "../../input.ts";
import type { Bidder, Lot } from "../../lot.ts";
import { findShared } from "../../shared-value.ts";
import { markRule } from "../../trace-mark.ts";
import { readMark } from "../../values/mark.ts";
import { manifest } from "./manifest.ts";

const RARITY = 0.005;
const MISSING = "noPayerAccounts";
const RULES = [
  markRule({
    mark: "payerAccount",
    explainedBy: "payerAccount",
    rarity: RARITY,
    missing: MISSING,
  }),
];

interface Foreign {
  readonly bidder: Bidder;
  readonly record: TraceRecord;
}

/** Traces whose payer is not the basic account that stands beside it. */
const foreignPayers = (lot: Lot): Foreign[] =>
  lot.standing.flatMap((bidder) =>
    bidder.traces
      .filter(({ trace }) => {
        const [payer, basic] = [readMark(trace.payerAccount), readMark(trace.basicAccount)];
        return payer !== undefined && basic !== undefined && payer !== basic;
      })
      .slice(0, 1)
      .map((record) => ({ bidder, record })),
  );

function sideOf({ bidder, record }: Foreign, name: "payerAccount" | "basicAccount"): EvidenceSide {
  return {
    party: bidder.party,
    factId: record.factId,
    field: `trace.${name}`,
    value: record.trace[name] ?? "",
    ...(record.at === undefined ? {} : { occurredAt: record.at }),
  };
}

function foreignHit(shared: Finding, foreign: readonly Foreign[]): Finding {
  return {
    outcome: "hit",
    n: shared.n,
    level: "lead",
    value: `foreignPayers=${foreign.length}`,
    trigger: "payer<>basic",
    bits: 0,
    evidence: foreign.map((one) => ({
      left: sideOf(one, "payerAccount"),
      right: sideOf(one, "basicAccount"),
    })),
  };
}

export const dev10: Indicator = {
  manifest,
  run(lot, level) {
    const shared = findShared(
      lot,
      { comparison: compare(lot, RULES), level },
      { missing: MISSING, rarityLimit: () => RARITY },
    );
    if (shared.outcome === "hit") return shared;
    const foreign = foreignPayers(lot);
    return foreign.length > 0 ? foreignHit(shared, foreign) : shared;
  },
};
