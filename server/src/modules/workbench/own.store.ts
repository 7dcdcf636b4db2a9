/** Reads of what is the reader's own: a bidder's submissions, an expert's scores. */
import { sql } from "kysely";

import type { ScoreRow, SubmissionRow } from "../../../../contract/src/workbench.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";

const MOST = 200;

interface RawSubmission extends Omit<SubmissionRow, "at" | "title" | "leafIndex"> {
  readonly at: Date;
  readonly title: string | null;
  readonly leafIndex: number | null;
}

/** Receipts of the own bids, newest first; the title is known once the process is public. */
export async function listSubmissions(db: Tx, { own }: Scope): Promise<SubmissionRow[]> {
  const { rows } = await sql<RawSubmission>`
    SELECT submission.fact_id AS "factId", submission.ocid, lot_id AS "lotId", process.title, stage,
      occurred_at AS at, leaf.leaf_index AS "leafIndex", process.ocid IS NOT NULL AS "isPublic"
    FROM procurement.submission
    LEFT JOIN released.process ON process.ocid = submission.ocid
    LEFT JOIN witness.leaf ON leaf.fact_id = submission.fact_id
    WHERE bidder_key = ANY (${[...own]}::text[]) AND stage <> 'download'
    ORDER BY occurred_at DESC, submission.fact_id DESC LIMIT ${MOST}`.execute(db);
  return rows.map(({ at, title, leafIndex, ...row }) => ({
    ...row,
    at: at.toISOString(),
    ...(title === null ? {} : { title }),
    ...(leafIndex === null ? {} : { leafIndex }),
  }));
}

/** Lots that the reader scored, newest first. */
export async function listScores(db: Tx, { own }: Scope): Promise<ScoreRow[]> {
  const { rows } = await sql<
    Omit<ScoreRow, "at" | "title"> & { readonly at: Date; readonly title: string | null }
  >`
    SELECT score.ocid, lot_id AS "lotId", max(process.title) AS title, max(occurred_at) AS at,
      count(DISTINCT bidder_key)::int AS bidders, count(*)::int AS scores,
      bool_or(process.ocid IS NOT NULL) AS "isPublic"
    FROM procurement.expert_score AS score LEFT JOIN released.process ON process.ocid = score.ocid
    WHERE evaluator_token = ANY (${[...own]}::text[])
    GROUP BY score.ocid, lot_id ORDER BY at DESC, score.ocid LIMIT ${MOST}`.execute(db);
  return rows.map(({ at, title, ...row }) => ({
    ...row,
    at: at.toISOString(),
    ...(title === null ? {} : { title }),
  }));
}
