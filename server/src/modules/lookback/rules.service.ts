/** The look-back's rules as the rule library asks them: over the newest examination of each lot. */
import type { OutcomeCounts, RuleLots } from "../../../../contract/src/indicators.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { countOutcomes, type RuleSource } from "../screening/index.ts";
import { listExaminations } from "./rules.store.ts";
import { demonstrationOf, MANIFESTS, outcomeOf } from "./rules.ts";

async function count(db: Database, from: string): Promise<ReadonlyMap<string, OutcomeCounts>> {
  const rows = await listExaminations(db, from);
  return new Map(
    MANIFESTS.map(({ id }) => [id, countOutcomes(rows.map((row) => outcomeOf(row, id)))]),
  );
}

interface Wanted {
  readonly id: string;
  readonly from: string;
  readonly most: number;
}

async function listHits(tx: Tx, { id, from, most }: Wanted): Promise<RuleLots> {
  const hits = (await listExaminations(tx, from)).flatMap((row) => {
    const result = outcomeOf(row, id);
    if (result.outcome !== "hit") return [];
    const { ocid, lotId, title, at } = row;
    return [{ ocid, lotId, title, value: result.value, ...(at === null ? {} : { at }) }];
  });
  return { rows: hits.slice(0, most), more: hits.length > most };
}

export const lookbackRules: RuleSource = {
  manifests: MANIFESTS,
  demonstrationOf,
  count,
  listHits,
};
