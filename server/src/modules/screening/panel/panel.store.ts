/** Reads experts' scores of lots. What the reader's login does not show is absent. */
import { sql } from "kysely";

import type { Database, Tx } from "../../../platform/database.ts";
import type { ScoreLine } from "./panel-case.ts";

interface ScoreRow extends Omit<ScoreLine, "category" | "maximum" | "runBy" | "winner"> {
  readonly category: string | null;
  readonly maximum: number | null;
  readonly runBy: string | null;
  readonly winner: string | null;
}

/** Of one process, or of all lots scored from a day on; in order of lot, expert, bidder, criterion. */
export async function loadScores(
  db: Database | Tx,
  wanted: { readonly ocid: string } | { readonly from: string },
): Promise<ScoreLine[]> {
  const where =
    "ocid" in wanted
      ? sql`score.ocid = ${wanted.ocid}`
      : sql`score.occurred_at >= ${wanted.from}::date`;
  const { rows } = await sql<ScoreRow>`
    SELECT score.ocid, lot_id AS "lotId", process.category, evaluator_token AS expert,
      bidder_key AS bidder, criterion, score::float8 AS score, maximum::float8 AS maximum,
      coalesce(process.agency_key, process.entity_key) AS "runBy", award.supplier_key AS winner
    FROM procurement.expert_score score LEFT JOIN procurement.process USING (ocid)
    LEFT JOIN procurement.current_award award USING (ocid, lot_id)
    WHERE ${where} ORDER BY score.ocid, lot_id, expert, bidder, criterion`.execute(db);
  return rows.map(({ category, maximum, runBy, winner, ...line }) => ({
    ...line,
    ...(category === null ? {} : { category }),
    ...(maximum === null ? {} : { maximum }),
    ...(runBy === null ? {} : { runBy }),
    ...(winner === null ? {} : { winner }),
  }));
}
