/** Summaries of processes and lots, and what other modules read. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";

const LOCK_SPACE = 7_301;
const BUCKETS = 64;

/** Small hash of an ocid (FNV-1a, 32 bits). */
function bucketOf(ocid: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ocid.length; index++)
    hash = Math.imul(hash ^ ocid.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}

/**
 * Two transactions with facts of one process: the second waits here, then sees what the first wrote; otherwise each
 * would sum up the process without the other. A bucket holds many processes, so that a long batch takes few locks;
 * taken in order, so that batches do not deadlock.
 */
export async function lockProcesses(tx: Tx, ocids: readonly string[]): Promise<void> {
  const buckets = [...new Set(ocids.map(bucketOf))].toSorted((a, b) => a - b);
  await sql`SELECT pg_advisory_xact_lock(${LOCK_SPACE}, bucket)
            FROM unnest(${buckets}::int[]) AS bucket`.execute(tx);
}

const latest = (column: string) =>
  sql`(array_agg(${sql.ref(column)} ORDER BY occurred_at DESC, fact_id DESC)
       FILTER (WHERE ${sql.ref(column)} IS NOT NULL))[1]`;

const STATE = sql`procurement.state_of_lots(
  ARRAY(SELECT lot.state FROM procurement.lot_state AS lot WHERE lot.ocid = wanted.ocid))`;
const LOTS = sql`(SELECT count(*) FROM procurement.lot WHERE lot.ocid = wanted.ocid)`;

/**
 * State and number of lots of processes about which no notice said anything new; their lots are summed up before.
 * @returns those that there are; any other has to be summed up whole
 */
export async function moveProcesses(
  tx: Tx,
  ocids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ocids.length === 0) return new Set();
  const { rows } = await sql<{ ocid: string }>`
    UPDATE procurement.process AS wanted SET state = ${STATE}, lots = ${LOTS}
    WHERE ocid = ANY (${ocids}) RETURNING ocid`.execute(tx);
  return new Set(rows.map(({ ocid }) => ocid));
}

/** The latest stated value of each field over all notices of these processes; their lots are summed up before. */
export async function summariseProcesses(tx: Tx, ocids: readonly string[]): Promise<void> {
  if (ocids.length === 0) return;
  await sql`DELETE FROM procurement.process WHERE ocid = ANY (${ocids})`.execute(tx);
  await sql`INSERT INTO procurement.process
      (ocid, title, regime, method, category, industry, place_code, place_name, procuring_entity,
       procurement_agency, budget, bid_deadline, opening_at, venue, original_ocid, published_at, state, lots, search)
    SELECT wanted.ocid,
      (array_agg(title ORDER BY notice_type <> 'tenderNotice', occurred_at DESC, fact_id DESC)
        FILTER (WHERE title IS NOT NULL))[1],
      coalesce(${latest("regime")}, 'other'), ${latest("method")}, ${latest("category")},
      ${latest("industry")}, ${latest("place_code")}, ${latest("place_name")},
      ${latest("procuring_entity")}, ${latest("procurement_agency")}, ${latest("budget")},
      ${latest("bid_deadline")}, ${latest("opening_at")}, ${latest("venue")},
      ${latest("original_ocid")}, min(occurred_at),
      ${STATE}, ${LOTS},
      array_to_tsvector(ARRAY(
        SELECT DISTINCT unnest(words) FROM procurement.notice AS found WHERE found.ocid = wanted.ocid
        UNION SELECT unnest(regexp_split_to_array(lower(wanted.ocid), '[^a-z0-9]+'))))
    FROM unnest(${ocids}::text[]) AS wanted (ocid) LEFT JOIN procurement.notice USING (ocid)
    GROUP BY wanted.ocid
    ON CONFLICT (ocid) DO NOTHING`.execute(tx);
}

/** Lots named by notices, openings and results, with the times of their states. */
export async function summariseLots(tx: Tx, ocids: readonly string[]): Promise<void> {
  await sql`DELETE FROM procurement.lot WHERE ocid = ANY (${ocids})`.execute(tx);
  await sql`
    WITH stated AS (
      SELECT ocid, lot ->> 'lotId' AS lot_id, lot ->> 'title' AS title, lot -> 'ceilingPrice' AS ceiling,
             occurred_at, fact_id, NULL AS step
      FROM procurement.notice, jsonb_array_elements(lots) AS lot
      WHERE ocid = ANY (${ocids}) AND lots IS NOT NULL
      UNION ALL
      SELECT ocid, lot_id, NULL, ceiling_price, occurred_at, fact_id, 'opened'
      FROM procurement.opening WHERE ocid = ANY (${ocids})
      UNION ALL
      SELECT ocid, lot_id, NULL, NULL, occurred_at, fact_id, 'evaluated'
      FROM procurement.evaluation WHERE ocid = ANY (${ocids})
      UNION ALL
      SELECT ocid, lot_id, NULL, NULL, occurred_at, fact_id, 'awarded'
      FROM procurement.award WHERE ocid = ANY (${ocids})
      UNION ALL
      SELECT ocid, lot_id, NULL, NULL, occurred_at, fact_id, 'contracted'
      FROM procurement.contract WHERE ocid = ANY (${ocids})
      UNION ALL
      SELECT ocid, lot_id, NULL, NULL, occurred_at, fact_id, 'failed'
      FROM procurement.failure WHERE ocid = ANY (${ocids})
    )
    INSERT INTO procurement.lot
      (ocid, lot_id, title, ceiling_price, opened_at, evaluated_at, awarded_at, contracted_at, failed_at)
    SELECT ocid, lot_id, ${latest("title")}, ${latest("ceiling")},
      max(occurred_at) FILTER (WHERE step = 'opened'),
      max(occurred_at) FILTER (WHERE step = 'evaluated'),
      max(occurred_at) FILTER (WHERE step = 'awarded'),
      max(occurred_at) FILTER (WHERE step = 'contracted'),
      max(occurred_at) FILTER (WHERE step = 'failed')
    FROM stated GROUP BY ocid, lot_id
    ON CONFLICT (ocid, lot_id) DO NOTHING`.execute(tx);
}
