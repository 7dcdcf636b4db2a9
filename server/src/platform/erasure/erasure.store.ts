/** Facts that are to lose texts. The blanking itself is a function of the database (server/migrations/0064_witness.sql). */
import { sql } from "kysely";

import type { ErasureTarget } from "../../../../contract/src/erasure-values.ts";
import type { Database, Tx } from "../database.ts";
import type { StoredFact } from "../facts/registry.ts";
import { STORED_FACT } from "../facts/stored-fact.ts";
import { containing } from "../like.ts";

export async function readTargets(
  db: Database | Tx,
  ids: readonly string[],
): Promise<readonly StoredFact[]> {
  const { rows } = await sql<StoredFact>`
    SELECT ${STORED_FACT} FROM fact.fact WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id`.execute(
    db,
  );
  return rows;
}

/** Facts whose payload holds a text, oldest first. */
export async function findText(
  db: Database,
  text: string,
  limit: number,
): Promise<readonly StoredFact[]> {
  const written = JSON.stringify(text).slice(1, -1);
  const { rows } = await sql<StoredFact>`
    SELECT ${STORED_FACT} FROM fact.fact WHERE payload::text LIKE ${containing(written)}
    ORDER BY id LIMIT ${limit}`.execute(db);
  return rows;
}

/** Blanks the texts, destroys salt and content hash. @param erasure id of the fact that orders it */
export const erase = (tx: Tx, erasure: string, { id, paths }: ErasureTarget) =>
  sql`SELECT fact.erase(${id}::uuid, ${erasure}::uuid, ${JSON.stringify(paths)}::jsonb)`.execute(
    tx,
  );
