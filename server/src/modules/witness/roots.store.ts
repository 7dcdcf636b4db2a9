/** Roots that were recorded, and whether new ones are due. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";

export interface StoredRoots {
  readonly factId: string;
  /** Leaves that the roots cover. */
  readonly size: number;
  readonly mapRoot: Buffer;
}

/** One process records roots at a time, until commit; the others go on without. */
export async function lockRoots(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ isMine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('witness.roots', 0)) AS "isMine"`.execute(tx);
  return rows[0]?.isMine === true;
}

export async function readNewestRoots(tx: Tx): Promise<StoredRoots | undefined> {
  const { rows } = await sql<StoredRoots>`
    SELECT fact_id AS "factId", size, map_root AS "mapRoot" FROM witness.roots
    ORDER BY size DESC, fact_id DESC LIMIT 1`.execute(tx);
  return rows[0];
}

/** Does the log hold more, from a place on, than facts of its own roots? */
export async function holdsOther(tx: Tx, from: number, size: number): Promise<boolean> {
  const { rows } = await sql<{ isOther: boolean }>`
    SELECT EXISTS (SELECT FROM witness.leaf LEFT JOIN witness.roots USING (fact_id)
      WHERE leaf_index >= ${from} AND leaf_index < ${size} AND roots.fact_id IS NULL) AS "isOther"`.execute(
    tx,
  );
  return rows[0]?.isOther === true;
}

/**
 * Older roots say nothing that newer ones do not: the public keeps the newest, and those to which proofs lead while signing
 * lags behind; certificates hold their own.
 */
export const withdrawOldRoots = (tx: Tx, subject: string, kept: number) =>
  sql`DELETE FROM released.fact WHERE ocid = ${subject} AND fact_id NOT IN (
      SELECT fact_id FROM released.fact WHERE ocid = ${subject} ORDER BY recorded_at DESC LIMIT ${kept})
    AND fact_id IS DISTINCT FROM (
      SELECT fact_id FROM released.fact_leaf JOIN released.fact USING (fact_id)
      WHERE ocid = ${subject} AND leaf_index < (SELECT max(size) FROM released.log_checkpoint)
      ORDER BY leaf_index DESC LIMIT 1)`.execute(tx);
