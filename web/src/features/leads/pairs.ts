/** Evidence sorted by the two sides it is about, so that each pair of firms reads as one table. */
import type { Evidence, IndicatorResult } from "../../../../contract/src/screening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { groupBy, sorted } from "../../ui/lists.ts";
import { partyKey } from "../processes/index.ts";

export interface EvidenceLine {
  readonly result: IndicatorResult;
  readonly evidence: Evidence;
}

export interface EvidencePair {
  readonly id: string;
  readonly left: Party;
  readonly right: Party;
  readonly lines: readonly EvidenceLine[];
}

/** The side whose key sorts first stands left in every line of the pair. */
function ordered(evidence: Evidence): Evidence {
  if (partyKey(evidence.left.party) <= partyKey(evidence.right.party)) return evidence;
  return { ...evidence, left: evidence.right, right: evidence.left };
}

/** Pairs with most lines first. */
export function pairsOf(results: readonly IndicatorResult[]): readonly EvidencePair[] {
  const lines = results.flatMap((result) =>
    result.evidence.map((evidence) => ({ result, evidence: ordered(evidence) })),
  );
  const groups = groupBy(lines, ({ evidence }) =>
    JSON.stringify([partyKey(evidence.left.party), partyKey(evidence.right.party)]),
  );
  const pairs = groups.flatMap(([id, members]) => {
    const first = members[0];
    if (first === undefined) return [];
    const { left, right } = first.evidence;
    return [{ id, left: left.party, right: right.party, lines: members }];
  });
  return sorted(pairs, (a, b) => b.lines.length - a.lines.length);
}
