/** REL-01: the same head (indicators.md D.3; 条例 34). */
import type { EvidenceSide } from "../../../../../../contract/src/screening.ts";
import type { Finding, Indicator } from "../../indicator.ts";
import type { RegisteredFirm } from "../../input.ts";
import { type Bidder, type Lot, shareFirm } from "../../lot.ts";
import { bitsOfRarity, round } from "../../statistics/tail.ts";
import { findPerson, type MarkRule } from "../../trace-mark.ts";
import { manifest } from "./manifest.ts";

const RARITY = 0.005;
const RULE: MarkRule = {
  mark: "legalRep",
  explainedBy: "nothing",
  rarity: RARITY,
  missing: "noHeads",
};

interface Headed {
  readonly bidder: Bidder;
  readonly firm: RegisteredFirm;
}

/** Bidders with one head in the register; a consortium has none of its own. */
function sameHeads(lot: Lot): [Headed, Headed][] {
  const headed = lot.standing.flatMap((bidder): Headed[] => {
    const firm = lot.input.registry?.firms[bidder.key];
    return firm?.headToken === undefined ? [] : [{ bidder, firm }];
  });
  return headed.flatMap((left, index) =>
    headed
      .slice(index + 1)
      .filter(
        (right) =>
          right.firm.headToken === left.firm.headToken && !shareFirm(left.bidder, right.bidder),
      )
      .map((right): [Headed, Headed] => [left, right]),
  );
}

const sideOf = ({ bidder, firm }: Headed): EvidenceSide => ({
  party: bidder.party,
  factId: firm.factId,
  field: "headToken",
  value: firm.headToken ?? "",
  occurredAt: firm.asOf,
});

function registered(lot: Lot, pairs: readonly [Headed, Headed][]): Finding {
  return {
    outcome: "hit",
    n: lot.standing.length,
    value: `pairs=${pairs.length}`,
    trigger: "register: head=head",
    bits: round(bitsOfRarity(RARITY)),
    evidence: pairs.map(([left, right]) => ({ left: sideOf(left), right: sideOf(right) })),
  };
}

export const rel01: Indicator = {
  manifest,
  run(lot, level) {
    const pairs = sameHeads(lot);
    return pairs.length > 0 ? registered(lot, pairs) : findPerson(lot, level, RULE);
  },
};
