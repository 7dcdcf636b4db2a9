/**
 * What a firm, a person or a device had to do with lots: read with the asker's own login, lots that were opened only,
 * scores of lots whose evaluation is over only.
 */
import { sql } from "kysely";

import type { DeviceField } from "../../../../contract/src/dossier-values.ts";
import type { FoundRow } from "../../../../contract/src/dossier.ts";
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import { present } from "../../kernel/present.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead, visibleProcess } from "../../platform/identity/visible.ts";
import { seesVideo } from "./timeline.store.ts";

export interface Found {
  readonly ocid: string;
  readonly title: string;
  readonly lotId: string | null;
  readonly role: FoundRow["role"];
  readonly at: Date;
  readonly firm: string | null;
  readonly scores: number | null;
  readonly factId: string | null;
}

/** One more than is shown. */
const MOST = 501;

export async function findFirm(tx: Tx, scope: Scope, key: string): Promise<readonly Found[]> {
  const { rows } = await sql<Found>`
    WITH found AS (
      SELECT ocid, lot_id, 'tenderer' AS role, occurred_at AS at, fact_id FROM procurement.opening_bid
      WHERE bidder_key = ${key}
      UNION ALL
      SELECT ocid, lot_id, 'supplier', occurred_at, fact_id FROM procurement.current_award WHERE supplier_key = ${key}
      UNION ALL
      SELECT ocid, NULL, CASE WHEN entity_key = ${key} THEN 'entity' ELSE 'agency' END, published_at, NULL
      FROM procurement.process WHERE (entity_key = ${key} OR agency_key = ${key}) AND published_at IS NOT NULL)
    SELECT found.ocid, coalesce(process.title, found.ocid) AS title, found.lot_id AS "lotId", found.role, found.at,
      NULL AS firm, NULL::int AS scores, found.fact_id AS "factId"
    FROM found JOIN procurement.process ON process.ocid = found.ocid
    WHERE ${visibleProcess(scope)} ORDER BY found.at DESC, found.ocid, found.role LIMIT ${sql.lit(MOST)}`.execute(
    tx,
  );
  return rows;
}

export async function findPerson(tx: Tx, scope: Scope, token: string): Promise<readonly Found[]> {
  const { rows } = await sql<Found>`
    WITH found AS (
      SELECT ocid, lot_id, 'evaluator' AS role, max(occurred_at) AS at, count(*)::int AS scores
      FROM procurement.expert_score WHERE evaluator_token = ${token}
      GROUP BY ocid, lot_id
      UNION ALL
      SELECT ocid, lot_id, 'tenderer', occurred_at, NULL FROM procurement.opening_bid
      WHERE bidder_key = ${`person:${token}`})
    SELECT found.ocid, coalesce(process.title, found.ocid) AS title, found.lot_id AS "lotId", found.role, found.at,
      NULL AS firm, found.scores, NULL AS "factId"
    FROM found JOIN procurement.process ON process.ocid = found.ocid
    WHERE ${visibleProcess(scope)}
      AND (found.role <> 'evaluator' OR (lookback.sees_scores(found.ocid) AND EXISTS (
           SELECT FROM procurement.evaluation
           WHERE (evaluation.ocid, evaluation.lot_id) = (found.ocid, found.lot_id))))
    ORDER BY found.at DESC, found.ocid LIMIT ${sql.lit(MOST)}`.execute(tx);
  return rows;
}

export interface DeviceUse {
  readonly factId: string;
  readonly trace: DeviceTrace;
}

const MOST_USES = 20_000;

/**
 * Submissions that may carry the code, by way of the firms that screening saw it with. By the serving login: nothing of
 * it is shown before `findUses` has read it with the asker's.
 *
 * LIMITATION: what a consortium handed in is found where screening noted the code first in that month.
 */
export async function listDeviceUses(
  db: Database,
  { field, value }: { readonly field: DeviceField; readonly value: string },
): Promise<readonly DeviceUse[]> {
  const { rows } = await sql<DeviceUse>`
    WITH seen AS MATERIALIZED (
      SELECT firm_key, fact_id FROM screening.seen_value WHERE field = ${field} AND value = ${value}),
    lots AS MATERIALIZED (
      SELECT DISTINCT ocid, lot_id FROM procurement.opening_bid
      WHERE bidder_key IN (SELECT firm_key FROM seen)),
    use AS (
      SELECT submission.fact_id, trace FROM lots JOIN procurement.submission USING (ocid, lot_id)
      WHERE trace IS NOT NULL
      UNION
      SELECT submission.fact_id, trace FROM seen JOIN procurement.submission USING (fact_id)
      WHERE trace IS NOT NULL)
    SELECT fact_id AS "factId", trace FROM use LIMIT ${sql.lit(MOST_USES)}`.execute(db);
  return rows;
}

export async function findUses(
  tx: Tx,
  scope: Scope,
  ids: readonly string[],
): Promise<readonly Found[]> {
  const { rows } = await sql<Found>`
    SELECT submission.ocid, coalesce(process.title, submission.ocid) AS title, submission.lot_id AS "lotId",
      'device' || initcap(submission.stage) AS role, submission.occurred_at AS at,
      coalesce(submission.bidder ->> 'name', submission.bidder ->> 'maskedName') AS firm, NULL::int AS scores,
      submission.fact_id AS "factId"
    FROM procurement.submission JOIN procurement.process ON process.ocid = submission.ocid
    WHERE submission.fact_id = ANY (${[...ids]}::uuid[]) AND ${visibleProcess(scope)}
      AND EXISTS (SELECT FROM procurement.opening
                  WHERE (opening.ocid, opening.lot_id) = (submission.ocid, submission.lot_id))
    ORDER BY submission.occurred_at DESC, submission.fact_id LIMIT ${sql.lit(MOST)}`.execute(tx);
  return rows;
}

export interface Beside {
  readonly ocid: string;
  readonly lotId: string;
  readonly opening: string | null;
  readonly evaluatedAt: Date | null;
  readonly hasVideo: boolean;
  readonly leads: readonly { readonly id: string; readonly number: string }[];
}

/** What else there is to see of these lots: session, evaluation, leads. */
export async function readBeside(
  tx: Tx,
  scope: Scope,
  lots: readonly { readonly ocid: string; readonly lotId: string }[],
): Promise<readonly Beside[]> {
  const { rows } = await sql<Beside>`
    SELECT asked.ocid, asked."lotId", ${seesVideo(scope, sql`asked.ocid`)} AS "hasVideo",
      (SELECT session FROM opening.session WHERE (session.ocid, session.lot_id) = (asked.ocid, asked."lotId")
       ORDER BY starts_at DESC LIMIT 1) AS opening,
      (SELECT occurred_at FROM procurement.current_evaluation AS evaluation
       WHERE (evaluation.ocid, evaluation.lot_id) = (asked.ocid, asked."lotId")) AS "evaluatedAt",
      (SELECT coalesce(json_agg(json_build_object('id', lead.id, 'number', lead.number) ORDER BY lead.number), '[]')
       FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
       WHERE (lead.ocid, lead.lot_id) = (asked.ocid, asked."lotId") AND ${visibleLead(scope)}) AS leads
    FROM json_to_recordset(${JSON.stringify(lots)}::json) AS asked (ocid text, "lotId" text)`.execute(
    tx,
  );
  return rows;
}

/** Places in the log of the facts that a result names. */
export async function leavesOf(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; leafIndex: number }>`
    SELECT fact_id AS id, leaf_index AS "leafIndex" FROM witness.leaf
    WHERE fact_id = ANY (${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, leafIndex }) => [id, leafIndex]));
}

export const foundRowOf = (
  { at, ...found }: Found,
  beside: Beside | undefined,
  {
    leafIndex,
    clips,
  }: { readonly leafIndex: number | undefined; readonly clips: FoundRow["clips"] },
): FoundRow => ({
  ...present(found),
  at: at.toISOString(),
  ...(leafIndex === undefined ? {} : { leafIndex }),
  ...(beside?.opening == null ? {} : { opening: beside.opening }),
  ...(beside?.evaluatedAt == null ? {} : { evaluatedAt: beside.evaluatedAt.toISOString() }),
  leads: [...(beside?.leads ?? [])],
  clips,
});
