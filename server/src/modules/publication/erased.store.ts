/** Which processes and items the facts of an erasure belong to. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";

export async function readErasedSubjects(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`
    SELECT DISTINCT subject FROM fact.fact WHERE id = ANY (${[...ids]}::uuid[])
      AND (subject LIKE 'publication:%' OR EXISTS (SELECT FROM procurement.process WHERE ocid = subject))
    ORDER BY subject`.execute(tx);
  return rows.map(({ subject }) => subject);
}
