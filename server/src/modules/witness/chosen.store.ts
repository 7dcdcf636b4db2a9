/** What a certificate of chosen facts holds. Whoever chose was checked before. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import {
  factColumns,
  type FactRow,
  OWN_KINDS,
  type ShownFact,
  shownOf,
} from "./certificate.store.ts";

export interface ChosenFact extends ShownFact {
  /** Public whole. */
  readonly isReleased: boolean;
  /** The party told it or took it itself. */
  readonly isOwn: boolean;
  /** Its content is gone: a row stays, and no entry. */
  readonly isErased: boolean;
}

interface ChosenRow extends FactRow {
  readonly isReleased: boolean;
  readonly isOwn: boolean;
  readonly isErased: boolean;
}

/** Facts of these ids that the log holds, and how many it has not taken yet. @param uscc of a party, else empty */
export async function readChosen(
  tx: Tx,
  ids: readonly string[],
  uscc: string,
): Promise<{ readonly facts: readonly ChosenFact[]; readonly waiting: number }> {
  const { rows } = await sql<ChosenRow>`
    SELECT ${factColumns}, EXISTS (SELECT FROM fact.erased WHERE erased.fact_id = fact.fact.id) AS "isErased",
      EXISTS (SELECT FROM released.fact AS public WHERE public.fact_id = fact.fact.id) AS "isReleased",
      (kind = ANY (${OWN_KINDS}) AND ${uscc} <> '' AND (payload -> 'bidder' ->> 'uscc' = ${uscc}
        OR payload -> 'bidder' -> 'members' @> jsonb_build_array(jsonb_build_object('uscc', ${uscc}::text)))) AS "isOwn"
    FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.fact.id
    WHERE fact.fact.id = ANY (${[...ids]}::uuid[])`.execute(tx);
  const placed = rows.filter(({ leafIndex }) => leafIndex !== null);
  const facts = placed.map(({ isReleased, isOwn, isErased, ...row }) => ({
    ...shownOf(row),
    isReleased,
    isOwn,
    isErased,
  }));
  return { facts, waiting: rows.length - facts.length };
}

/** True once the result of the process is public. */
export async function hasResult(tx: Tx, subject: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM released.process WHERE ocid = ${subject} AND result_at IS NOT NULL`.execute(tx);
  return rows.length > 0;
}

export interface ChosenKey {
  readonly subject: string;
  readonly audience: string;
  readonly root: Buffer;
}

/** Number of the certificate that was issued of the same choice for the same audience. */
export async function findSameChoice(
  db: Database | Tx,
  { subject, audience, root }: ChosenKey,
): Promise<string | undefined> {
  const { rows } = await sql<{ number: string }>`
    SELECT number FROM witness.certificate
    WHERE subject = ${subject} AND audience = ${audience} AND scope = 'chosen' AND root = ${root}
    ORDER BY n DESC LIMIT 1`.execute(db);
  return rows[0]?.number;
}
