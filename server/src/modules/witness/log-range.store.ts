/** Facts in the order of the log, with their leaf data, for whoever is entitled to whole ranges. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";

export interface LoggedFact extends Omit<Fact, "corrects"> {
  readonly corrects: string | null;
  readonly leafIndex: number;
  /** SHA-256 ‖ SM3, 64 bytes. */
  readonly digest: Buffer;
  readonly salt: Buffer;
  readonly recordedAt: Date;
  /** Texts of it were erased by order: salt and content are no longer those of its digest. */
  readonly isErased: boolean;
}

/** A lot of a process, by the subject of its facts. */
export interface LotOf {
  readonly subject: string;
  readonly lotId: string;
}

const COLUMNS = sql`id, kind, version, source, source_id AS "sourceId", subject, corrects, payload,
  ${OCCURRED_AT} AS "occurredAt", encode(content_hash, 'hex') AS "contentHash", fact.fact.digest, fact.fact.salt,
  fact.fact.recorded_at AS "recordedAt", leaf_index AS "leafIndex",
  fact.is_erased(fact.fact.id) AS "isErased"`;

const lotsAsRows = (lots: readonly LotOf[]) =>
  sql`unnest(${lots.map(({ subject }) => subject)}::text[], ${lots.map(({ lotId }) => lotId)}::text[])
      AS lot (subject, lot_id)`;

/** Leaves from `from` up to, not including, `to`. */
export async function readLogRange(
  db: Database | Tx,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly LoggedFact[]> {
  const { rows } = await sql<LoggedFact>`
    SELECT ${COLUMNS} FROM witness.leaf JOIN fact.fact ON fact.fact.id = fact_id
    WHERE leaf_index >= ${from}::bigint AND leaf_index < ${to}::bigint ORDER BY leaf_index`.execute(
    db,
  );
  return rows;
}

/** The first leaf of a kind for each of these lots; lots without one are left out. */
export async function readFirstOfLots(
  db: Database | Tx,
  kind: string,
  lots: readonly LotOf[],
): Promise<readonly (LotOf & { readonly leafIndex: number })[]> {
  const { rows } = await sql<LotOf & { readonly leafIndex: number }>`
    SELECT lot.subject, lot.lot_id AS "lotId", min(leaf_index) AS "leafIndex"
    FROM ${lotsAsRows(lots)} JOIN fact.fact
      ON fact.fact.subject = lot.subject AND payload ->> 'lotId' = lot.lot_id AND kind = ${kind}
    JOIN witness.leaf ON fact_id = fact.fact.id
    GROUP BY lot.subject, lot.lot_id`.execute(db);
  return rows;
}

/** Facts of these kinds of one lot that stand before a leaf. */
export async function readFactsOfLot(
  db: Database | Tx,
  kinds: readonly string[],
  { subject, lotId, before }: LotOf & { readonly before: number },
): Promise<readonly LoggedFact[]> {
  const { rows } = await sql<LoggedFact>`
    SELECT ${COLUMNS} FROM fact.fact JOIN witness.leaf ON fact_id = fact.fact.id
    WHERE subject = ${subject} AND kind = ANY (${[...kinds]}::text[]) AND payload ->> 'lotId' = ${lotId}
      AND leaf_index < ${before}::bigint
    ORDER BY leaf_index`.execute(db);
  return rows;
}
