/** The newest examination of each lot, as far as the rule library asks. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Kept } from "./rules.ts";

export interface ExaminedRow extends Kept {
  readonly ocid: string;
  readonly lotId: string;
  readonly title: string;
  readonly at: string | null;
}

/** Of lots examined from a day on, newest first; with row security, those that the reader's login shows. */
export async function listExaminations(
  db: Database | Tx,
  from: string,
): Promise<readonly ExaminedRow[]> {
  const { rows } = await sql<ExaminedRow>`
    WITH last AS (
      SELECT DISTINCT ON (ocid, lot_id) ocid, lot_id, occurred_at, payload FROM lookback.examination
      WHERE occurred_at >= ${from}::date ORDER BY ocid, lot_id, occurred_at DESC, fact_id DESC
    )
    SELECT last.ocid, last.lot_id AS "lotId", coalesce(process.title, last.ocid) AS title,
      to_json(last.occurred_at) #>> '{}' AS at, payload -> 'findings' AS findings,
      payload -> 'notComputable' AS "notComputable", payload #> '{sheet,bids}' AS bids
    FROM last LEFT JOIN procurement.process USING (ocid)
    ORDER BY last.occurred_at DESC, last.ocid`.execute(db);
  return rows;
}
