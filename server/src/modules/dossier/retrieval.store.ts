/** Rows of retrievals, and who or what they may mean. */
import { sql } from "kysely";

import type { RetrievalTarget } from "../../../../contract/src/dossier-values.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Standing } from "./standing.ts";
import type { Candidate } from "./target.ts";

export interface RetrievalRow extends Standing {
  readonly id: string;
  readonly target: RetrievalTarget;
  readonly purpose: string;
  readonly caseNumber: string | null;
  readonly approval: string | null;
  readonly closedBy: string | null;
  readonly closedReason: string | null;
  readonly looks: number;
  readonly lastLook: Date | null;
  readonly lastHash: string | null;
}

const SELECT = sql`SELECT retrieval.retrieval AS id, target, purpose, case_number AS "caseNumber", days,
    retrieval.until, approval, asked_at AS "askedAt", closing.outcome, closing.closed_at AS "closedAt",
    closing.reason AS "closedReason", request.expires_at AS "requestUntil",
    CASE WHEN closing.request IS NOT NULL THEN closing.person_name || '，' || closing.unit_name END AS "closedBy",
    look.looks, look.last_at AS "lastLook", look.last_hash AS "lastHash"
  FROM dossier.retrieval
  LEFT JOIN approval.request ON request.request = retrieval.approval
  LEFT JOIN approval.closing ON closing.request = retrieval.approval
  CROSS JOIN LATERAL (SELECT count(*)::int AS looks, max(looked_at) AS last_at,
      (array_agg(result_hash ORDER BY looked_at DESC))[1] AS last_hash
    FROM dossier.look WHERE look.retrieval = retrieval.retrieval) AS look`;

const MOST = 200;

/** By the serving login, since approvals are the platform's: an asker's own, newest first. */
export async function listRetrievals(
  db: Database,
  asker: string,
): Promise<readonly RetrievalRow[]> {
  const { rows } = await sql<RetrievalRow>`
    ${SELECT} WHERE asker = ${asker} ORDER BY asked_at DESC LIMIT ${sql.lit(MOST)}`.execute(db);
  return rows;
}

export async function findRetrieval(
  db: Database | Tx,
  { id, asker }: { readonly id: string; readonly asker: string },
): Promise<RetrievalRow | undefined> {
  const { rows } = await sql<RetrievalRow>`
    ${SELECT} WHERE retrieval.retrieval = ${id} AND asker = ${asker}`.execute(db);
  return rows[0];
}

/** A firm by its code or its whole name; one of two keys is enough to be ambiguous. */
export async function firmCandidates(db: Database, given: string): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    SELECT key AS value, min(name) AS label FROM procurement.party
    WHERE kind = 'organisation' AND (key = ${`uscc:${given.toUpperCase()}`} OR name = ${given})
    GROUP BY key ORDER BY key LIMIT 2`.execute(db);
  return rows;
}

/** An evaluator or a natural person who bid, by token or by masked name. */
export async function personCandidates(db: Database, given: string): Promise<readonly Candidate[]> {
  const token = given.replace(/^person:/u, "");
  const { rows } = await sql<Candidate>`
    SELECT value, min(label) AS label FROM (
      (SELECT evaluator_token AS value, evaluator_name AS label FROM procurement.expert_score
       WHERE evaluator_token = ${token} LIMIT 1)
      UNION ALL
      (SELECT substr(key, 8), name FROM procurement.party
       WHERE kind = 'naturalPerson' AND (key = ${`person:${token}`} OR name = ${given}) LIMIT 2)
    ) AS known GROUP BY value ORDER BY value LIMIT 2`.execute(db);
  return rows;
}
