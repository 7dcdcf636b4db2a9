/** How often each rule hit and how often a department held the hit to be established, over what was committed. */
import { sql } from "kysely";

import type { QuarterOpened } from "../../../../contract/src/facts/evidence.quarter-opened.ts";
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import type { Tx } from "../../platform/database.ts";
import type { ChainEnd } from "./commitment.ts";

export interface RuleCount {
  readonly rule: string;
  readonly lots: number;
  readonly notComputable: number;
  readonly hits: number;
  readonly reviewed: number;
  readonly confirmed: number;
}

/** A hit is reviewed when the department decided about the lead of its lot; handing over decides nothing. */
export async function countRules(tx: Tx, quarter: string): Promise<readonly RuleCount[]> {
  const { rows } = await sql<RuleCount>`
    SELECT result ->> 'indicator' AS rule, count(*)::int AS lots,
      count(*) FILTER (WHERE result ->> 'outcome' = 'notComputable')::int AS "notComputable",
      count(*) FILTER (WHERE result ->> 'outcome' = 'hit')::int AS hits,
      count(*) FILTER (WHERE result ->> 'outcome' = 'hit' AND handling.decision ->> 'outcome'
        IN ('established', 'notEstablished', 'insufficient'))::int AS reviewed,
      count(*) FILTER (WHERE result ->> 'outcome' = 'hit'
        AND handling.decision ->> 'outcome' = 'established')::int AS confirmed
    FROM evidence.commitment
    JOIN screening.screening ON screening.fact_id = commitment.screening_id
    CROSS JOIN LATERAL jsonb_array_elements(results) AS result
    LEFT JOIN screening.lead ON lead.screening_id = screening.fact_id
    LEFT JOIN casework.handling ON handling.lead_id = lead.id
    WHERE quarter = ${quarter} GROUP BY 1 ORDER BY 1`.execute(tx);
  return rows;
}

export interface CommittedQuarter extends ChainEnd {
  readonly quarter: string;
  readonly isOpened: boolean;
}

/** Newest first; `sequence` is the number of commitments. */
export async function listQuarters(tx: Tx): Promise<readonly CommittedQuarter[]> {
  const { rows } = await sql<CommittedQuarter>`
    SELECT DISTINCT ON (quarter) quarter, sequence, chain,
      EXISTS (SELECT FROM evidence.opening WHERE opening.quarter = commitment.quarter) AS "isOpened"
    FROM evidence.commitment ORDER BY quarter DESC, sequence DESC`.execute(tx);
  return rows;
}

export interface OpenedRow {
  readonly openedAt: Date;
  readonly payload: QuarterOpened;
}

/** The newest opening of each rule and quarter. */
export async function listOpenings(tx: Tx): Promise<readonly OpenedRow[]> {
  const { rows } = await sql<OpenedRow>`
    SELECT DISTINCT ON (quarter, rule) opened_at AS "openedAt", payload FROM evidence.opening
    ORDER BY quarter DESC, rule, opened_at DESC`.execute(tx);
  return rows;
}

export interface CommittedLot {
  readonly commitmentId: string;
  readonly screeningId: string;
  readonly ocid: string;
  readonly salt: Buffer;
  readonly payload: LotScreened;
}

/** Everything that was committed in the quarter up to this place, with what the rules said. */
export async function listCommitted(
  tx: Tx,
  quarter: string,
  last: number,
): Promise<readonly CommittedLot[]> {
  const { rows } = await sql<CommittedLot>`
    SELECT commitment.fact_id AS "commitmentId", fact.id AS "screeningId", fact.subject AS ocid,
           fact.salt, fact.payload
    FROM evidence.commitment JOIN fact.fact ON fact.id = commitment.screening_id
    WHERE quarter = ${quarter} AND sequence <= ${last} ORDER BY sequence`.execute(tx);
  return rows;
}
