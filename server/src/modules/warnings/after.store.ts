/** Deadlines of many processes at once. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";

export async function deadlinesOf(
  tx: Tx,
  ocids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (ocids.length === 0) return new Map();
  const { rows } = await sql<{ ocid: string; deadline: Date }>`
    SELECT ocid, bid_deadline AS deadline FROM procurement.process
    WHERE ocid = ANY (${[...ocids]}::text[]) AND bid_deadline IS NOT NULL`.execute(tx);
  return new Map(rows.map(({ ocid, deadline }) => [ocid, deadline]));
}
