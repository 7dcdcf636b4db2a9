/** What a subscriber has recorded already: handed the same fact again, it must change nothing. */
import { sql } from "kysely";

import type { Tx } from "../database.ts";

/** Those of the source's own ids under which a fact is recorded, whatever its content. */
export async function knownSourceIds(
  tx: Tx,
  source: string,
  sourceIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (sourceIds.length === 0) return new Set();
  const { rows } = await sql<{ sourceId: string }>`
    SELECT DISTINCT source_id AS "sourceId" FROM fact.fact
    WHERE source = ${source} AND source_id = ANY (${sourceIds}::text[])`.execute(tx);
  return new Set(rows.map(({ sourceId }) => sourceId));
}

/** Instant at which each fact came into the store, ISO in UTC; the same at every reading. */
export async function recordedAtOf(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT id, recorded_at AS at FROM fact.fact WHERE id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
}
