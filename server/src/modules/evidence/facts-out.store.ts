/** Whole facts with salt and place in the log, to be handed to somebody who may check them. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";

export interface FactOut {
  readonly fact: Fact;
  readonly salt: string;
  readonly recordedAt: string;
  /** Absent: no leaf yet. */
  readonly leafIndex: number | undefined;
}

interface Row extends Omit<Fact, "corrects"> {
  readonly corrects: string | null;
  readonly salt: Buffer;
  readonly recordedAt: Date;
  readonly leafIndex: number | null;
}

/** In the order in which they were recorded. */
export async function readFactsOut(
  db: Database | Tx,
  ids: readonly string[],
): Promise<readonly FactOut[]> {
  const { rows } = await sql<Row>`
    SELECT id, kind, version, source, source_id AS "sourceId", subject, corrects, payload,
           ${OCCURRED_AT} AS "occurredAt", encode(content_hash, 'hex') AS "contentHash", salt,
           recorded_at AS "recordedAt", leaf_index AS "leafIndex"
    FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
    WHERE id = ANY (${ids}::uuid[]) ORDER BY id`.execute(db);
  return rows.map(({ salt, recordedAt, leafIndex, corrects, ...fact }) => ({
    fact: corrects === null ? fact : { ...fact, corrects },
    salt: salt.toString("hex"),
    recordedAt: recordedAt.toISOString(),
    leafIndex: leafIndex ?? undefined,
  }));
}

/** The commitment of a screening; undefined before it was made. */
export async function findCommitment(
  db: Database | Tx,
  screeningId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT fact_id AS id FROM evidence.commitment WHERE screening_id = ${screeningId}::uuid`.execute(
    db,
  );
  return rows[0]?.id;
}
