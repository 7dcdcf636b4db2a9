/** Which log is the present one, and what it took over. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { KeptReceipt } from "./shard.ts";

export interface StoredShard {
  readonly factId: string;
  readonly origin: string;
  readonly nextOrigin: string;
}

/** Oldest first. */
export async function listShards(db: Database | Tx): Promise<readonly StoredShard[]> {
  const { rows } = await sql<StoredShard>`
    SELECT fact_id AS "factId", origin, next_origin AS "nextOrigin" FROM witness.shard
    ORDER BY fact_id`.execute(db);
  return rows;
}

/** Name of the present log. @param configured that of the first */
export async function readOrigin(db: Database | Tx, configured: string): Promise<string> {
  const { rows } = await sql<{ origin: string }>`
    SELECT next_origin AS origin FROM witness.shard AS last
    WHERE NOT EXISTS (SELECT FROM witness.shard WHERE shard.origin = last.next_origin)`.execute(db);
  return rows[0]?.origin ?? configured;
}

export const insertRestored = (db: Database, size: number) =>
  sql`INSERT INTO witness.restored (size) VALUES (${size})`.execute(db);

/** Leaves that the newest restore brought back; undefined if there was none. */
export async function readRestored(db: Database): Promise<number | undefined> {
  const { rows } = await sql<{ size: number }>`
    SELECT size FROM witness.restored ORDER BY restored_at DESC LIMIT 1`.execute(db);
  return rows[0]?.size;
}

const CHECK_PAGE = 10_000;

/** Those of the receipts whose fact is not there with that digest, in their order. */
export async function findLost(
  db: Database,
  receipts: readonly KeptReceipt[],
): Promise<readonly KeptReceipt[]> {
  const lost: KeptReceipt[] = [];
  for (let at = 0; at < receipts.length; at += CHECK_PAGE) {
    const page = receipts.slice(at, at + CHECK_PAGE);
    const { rows } = await sql<{ id: string; digest: string }>`
      SELECT id, encode(digest, 'hex') AS digest FROM fact.fact
      WHERE id = ANY (${page.map(({ id }) => id)}::uuid[])`.execute(db);
    const there = new Map(rows.map(({ id, digest }) => [id, digest]));
    lost.push(...page.filter(({ id, digest }) => there.get(id) !== digest.toLowerCase()));
  }
  return lost;
}

/** The largest size that a witness named in a 409, which carries no root; 0 if it never did. */
export async function readClaimedSize(db: Database, origin: string, vkey: string): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    SELECT coalesce(max((payload ->> 'witnessSize')::bigint), 0) AS size FROM fact.fact
    WHERE kind = 'witness.split-suspected' AND subject = ${`log:${origin}`}
      AND payload ->> 'reason' = 'knowsMore' AND payload ->> 'vkey' = ${vkey}`.execute(db);
  return rows[0]?.size ?? 0;
}
