/** A warning from its rows: first seen when, how strictly, and what became of it. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";

/** One node about one act or lot. */
export interface WarningKey {
  readonly scope: string;
  readonly node: string;
}

/**
 * Writes the warnings of these keys anew. Overridden: somebody said why. Ignored: advised to stop or to give a reason, and
 * a fact shows that it was done without one. After: nobody asked before. Heeded: the last check found it settled.
 */
export async function summariseWarnings(tx: Tx, keys: readonly WarningKey[]): Promise<void> {
  if (keys.length === 0) return;
  const wanted = sql`(SELECT DISTINCT scope, node
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS key (scope text, node text))`;
  await sql`DELETE FROM warnings.warning WHERE (scope, node) IN ${wanted}`.execute(tx);
  await sql`
    INSERT INTO warnings.warning (id, scope, node, stage, act, ocid, lot_id, source, mode, advice, course, handling,
      handled, at, month, is_after, params, strip)
    SELECT md5(key.scope || ' ' || key.node)::uuid, key.scope, key.node, first.stage, first.act, first.ocid, first.lot_id,
      first.source, strictest.mode, strictest.advice,
      CASE
        WHEN EXISTS (SELECT FROM warnings.override WHERE (scope, node) = (key.scope, key.node)) THEN 'overridden'
        WHEN seen.is_stopped AND seen.is_after THEN 'ignored'
        WHEN NOT seen.is_before THEN 'after'
        WHEN NOT last.is_hit THEN 'heeded'
        ELSE 'open'
      END,
      done.handling, coalesce(done.version, 0), first.occurred_at,
      to_char(first.occurred_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), first.is_after, newest.params, newest.strip
    FROM ${wanted} AS key
    JOIN LATERAL (SELECT * FROM warnings.checked WHERE (scope, node) = (key.scope, key.node) AND is_hit
      ORDER BY occurred_at, fact_id LIMIT 1) AS first ON true
    JOIN LATERAL (SELECT params, strip FROM warnings.checked WHERE (scope, node) = (key.scope, key.node) AND is_hit
      ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS newest ON true
    JOIN LATERAL (SELECT mode, advice FROM warnings.checked WHERE (scope, node) = (key.scope, key.node) AND is_hit
      ORDER BY array_position(ARRAY['block', 'requireReason', 'warn', 'shadow'], mode), occurred_at, fact_id
      LIMIT 1) AS strictest ON true
    JOIN LATERAL (SELECT is_hit FROM warnings.checked WHERE (scope, node) = (key.scope, key.node)
      ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS last ON true
    JOIN LATERAL (SELECT bool_or(is_after) AS is_after, bool_or(NOT is_after) AS is_before,
        bool_or(NOT is_after AND advice IN ('requireReason', 'block')) AS is_stopped
      FROM warnings.checked WHERE (scope, node) = (key.scope, key.node) AND is_hit) AS seen ON true
    LEFT JOIN LATERAL (SELECT handling, version FROM warnings.handling WHERE (scope, node) = (key.scope, key.node)
      ORDER BY version DESC LIMIT 1) AS done ON true`.execute(tx);
}
