/** Facts with digest and salt, for whoever checks them against the log. The caller has checked who may see them. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";

export async function findDigest(db: Database, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ digest: Buffer }>`
    SELECT digest FROM fact.fact WHERE id = ${id}::uuid`.execute(db);
  return rows[0]?.digest;
}

export interface SealedOut {
  readonly fact: Fact;
  readonly salt: string;
  readonly digest: string;
  readonly recordedAt: string;
  readonly leafIndex: number | undefined;
}

interface Row extends Omit<Fact, "corrects"> {
  readonly corrects: string | null;
  readonly salt: string;
  readonly digest: string;
  readonly recordedAt: Date;
  readonly leafIndex: number | null;
}

export async function readSealedOut(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SealedOut>> {
  const { rows } = await sql<Row>`
    SELECT id, kind, version, source, source_id AS "sourceId", subject, corrects, payload,
      ${OCCURRED_AT} AS "occurredAt", encode(content_hash, 'hex') AS "contentHash",
      encode(salt, 'hex') AS salt, encode(digest, 'hex') AS digest, recorded_at AS "recordedAt",
      leaf_index AS "leafIndex"
    FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
    WHERE id = ANY (${[...ids]}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ salt, digest, recordedAt, leafIndex, corrects, ...fact }) => [
      fact.id,
      {
        fact: corrects === null ? fact : { ...fact, corrects },
        salt,
        digest,
        recordedAt: recordedAt.toISOString(),
        leafIndex: leafIndex ?? undefined,
      },
    ]),
  );
}
