/** Rows of requests for dangerous acts. */
import { sql } from "kysely";

import type { Database, Tx } from "../database.ts";
import type { Standing } from "./decide.ts";

export interface RequestRow extends Standing {
  readonly request: string;
  readonly act: string;
  readonly subject: string;
  readonly requesterName: string;
  readonly postTitle: string;
  readonly unitName: string;
  readonly reason: string;
  readonly paramsHash: string;
  readonly requestedAt: Date;
  readonly closer: string | null;
  readonly closerName: string | null;
  readonly closerUnit: string | null;
  readonly closerUnitName: string | null;
  readonly closedAt: Date | null;
  readonly closedReason: string | null;
  readonly isCollected: boolean;
}

const SELECT = sql`SELECT request, act, subject, requester, requester_name AS "requesterName",
    post_title AS "postTitle", request.unit, request.unit_name AS "unitName", request.reason,
    params_hash AS "paramsHash", requested_at AS "requestedAt", expires_at AS "expiresAt",
    closing.outcome, closing.person AS closer, closing.person_name AS "closerName",
    closing.unit AS "closerUnit", closing.unit_name AS "closerUnitName", closing.closed_at AS "closedAt",
    closing.reason AS "closedReason",
    EXISTS (SELECT FROM approval.collection WHERE collection.request = request.request) AS "isCollected"
  FROM approval.request LEFT JOIN approval.closing USING (request)`;

export async function findRequest(
  db: Database | Tx,
  request: string,
): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`${SELECT} WHERE request = ${request}`.execute(db);
  return rows[0];
}

const MOST = 200;

export interface RequestFilter {
  /** Only acts of these kinds, or asked for by this person. */
  readonly acts: readonly string[];
  readonly person: string;
  readonly list: "waiting" | "mine" | "closed";
  readonly now: Date;
}

/** Newest first, but those that wait by the time they lapse. */
export async function listRequests(
  db: Database,
  { acts, person, list, now }: RequestFilter,
): Promise<readonly RequestRow[]> {
  const isOpen = sql`closing.outcome IS NULL AND expires_at > ${now}`;
  const which = {
    waiting: sql`${isOpen} AND act = ANY (${[...acts]}::text[]) AND requester <> ${person}`,
    mine: sql`requester = ${person}`,
    closed: sql`NOT (${isOpen}) AND (act = ANY (${[...acts]}::text[]) OR requester = ${person})`,
  }[list];
  const order = list === "waiting" ? sql`expires_at, request` : sql`requested_at DESC, request`;
  const { rows } = await sql<RequestRow>`
    ${SELECT} WHERE ${which} ORDER BY ${order} LIMIT ${MOST}`.execute(db);
  return rows;
}

/** One end at a time for each request. */
export async function lockRequest(tx: Tx, request: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7301015, hashtext(${request}))`.execute(tx);
}

export interface KeptParameters {
  readonly params: unknown;
  readonly paramsHash: string;
}

export async function keepParameters(
  tx: Tx,
  request: string,
  { params, paramsHash }: KeptParameters,
): Promise<void> {
  await sql`INSERT INTO approval.parameters (request, params, params_hash)
    VALUES (${request}, ${JSON.stringify(params)}::jsonb, ${paramsHash})`.execute(tx);
}

export async function findParameters(db: Database | Tx, request: string): Promise<unknown> {
  const { rows } = await sql<{ params: unknown }>`
    SELECT params FROM approval.parameters WHERE request = ${request}`.execute(db);
  return rows[0]?.params;
}

/** @returns false if it was fetched before */
export async function markCollected(tx: Tx, request: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO approval.collection (request, collected_at) VALUES (${request}, ${at})
    ON CONFLICT DO NOTHING`.execute(tx);
  return numAffectedRows === 1n;
}
