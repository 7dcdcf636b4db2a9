/** How long access records stay searchable. */
import { sql } from "kysely";

import type { RetentionView } from "../../../../contract/src/audit.ts";
import type { Database, Tx } from "../database.ts";

/** Three years, unless two persons agree on another term. */
const DEFAULT_DAYS = 1095;

/**
 * The term in force: as agreed last, else three years; the operator's variable can lengthen it and never shorten it, since
 * it is set by one person alone.
 */
export async function findRetention(
  db: Database | Tx,
  configured: number | undefined,
): Promise<RetentionView> {
  const { rows } = await sql<{ days: number; at: Date }>`
    SELECT days, set_at AS at FROM audit.retention_term ORDER BY fact_id DESC LIMIT 1`.execute(db);
  const [agreed] = rows;
  return {
    days: Math.max(agreed?.days ?? DEFAULT_DAYS, configured ?? 0),
    ...(agreed === undefined ? {} : { agreed: { days: agreed.days, at: agreed.at.toISOString() } }),
    ...(configured === undefined ? {} : { configured }),
  };
}
