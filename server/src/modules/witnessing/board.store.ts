/** Warnings of projects that nobody has handled, for the board. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";

/** By project, when each fired. Shadows warn nobody. */
export async function readOpenWarnings(
  tx: Tx,
  ocids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ ocid: string; at: Date }>`
    SELECT ocid, at FROM warnings.warning
    WHERE ocid = ANY (${[...ocids]}::text[]) AND handled = 0 AND course IN ('open', 'after')
      AND mode <> 'shadow' ORDER BY at`.execute(tx);
  const byOcid = Map.groupBy(rows, ({ ocid }) => ocid);
  return new Map([...byOcid].map(([ocid, own]) => [ocid, own.map(({ at }) => at.toISOString())]));
}
