/** How often each indicator could be computed. */
import { sql } from "kysely";

import type { OutcomeCounts, RuleLots } from "../../../../contract/src/indicators.ts";
import type { Database, Tx } from "../../platform/database.ts";

interface CountRow {
  readonly indicator: string;
  readonly outcome: "hit" | "noHit" | "notComputable";
  readonly reason: string | null;
  readonly lots: number;
}

export interface Coverage {
  readonly lots: number;
  readonly byIndicator: ReadonlyMap<string, OutcomeCounts>;
}

/** Outcomes of the last screening of each lot screened from that day on. */
export async function loadCoverage(db: Database, from: string): Promise<Coverage> {
  const { rows } = await sql<CountRow>`
    WITH last AS (
      SELECT DISTINCT ON (ocid, lot_id) results FROM screening.screening
      WHERE occurred_at >= ${from}::date ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC
    )
    SELECT result ->> 'indicator' AS indicator, result ->> 'outcome' AS outcome,
      CASE WHEN result ->> 'outcome' = 'notComputable' THEN result #>> '{reason,code}' END AS reason,
      count(*)::int AS lots
    FROM last, jsonb_array_elements(results) AS result
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3`.execute(db);
  const byIndicator = new Map<string, OutcomeCounts>();
  for (const [indicator, own] of Map.groupBy(rows, (row) => row.indicator))
    byIndicator.set(indicator, countsOf(own));
  const [first] = byIndicator.values();
  const lots = first === undefined ? 0 : first.hit + first.noHit + first.notComputable;
  return { lots, byIndicator };
}

function countsOf(rows: readonly CountRow[]): OutcomeCounts {
  const sum = (outcome: CountRow["outcome"]) =>
    rows.filter((row) => row.outcome === outcome).reduce((total, { lots }) => total + lots, 0);
  return {
    hit: sum("hit"),
    noHit: sum("noHit"),
    notComputable: sum("notComputable"),
    reasons: rows
      .filter(({ outcome }) => outcome === "notComputable")
      .map(({ reason, lots }) => ({ code: reason ?? "unknown", lots })),
  };
}

interface Wanted {
  readonly id: string;
  readonly from: string;
  readonly most: number;
}

/** Lots whose last screening hit the indicator, newest first; of those that the reader's login shows. */
export async function listHits(tx: Tx, { id, from, most }: Wanted): Promise<RuleLots> {
  const { rows } = await sql<RuleLots["rows"][number]>`
    WITH last AS (
      SELECT DISTINCT ON (ocid, lot_id) ocid, lot_id, occurred_at, results FROM screening.screening
      WHERE occurred_at >= ${from}::date ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC
    )
    SELECT last.ocid, last.lot_id AS "lotId", coalesce(process.title, last.ocid) AS title,
      coalesce(result ->> 'value', '') AS value, to_json(last.occurred_at) #>> '{}' AS at
    FROM last CROSS JOIN LATERAL jsonb_array_elements(results) AS result
    LEFT JOIN procurement.process USING (ocid)
    WHERE result ->> 'indicator' = ${id} AND result ->> 'outcome' = 'hit'
    ORDER BY last.occurred_at DESC, last.ocid LIMIT ${most + 1}`.execute(tx);
  return { rows: rows.slice(0, most), more: rows.length > most };
}
