/** What the board asks of projects: warnings that nobody has handled, and under which regime they are. */
import { sql } from "kysely";

import type { Regime } from "../../../../contract/src/values.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";

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

/** Of projects in the scope; others are absent. */
export async function readVisible(
  tx: Tx,
  scope: Scope,
  ocids: readonly string[],
): Promise<ReadonlyMap<string, Regime | undefined>> {
  if (ocids.length === 0) return new Map();
  const { rows } = await sql<{ ocid: string; regime: Regime | null }>`
    SELECT ocid, regime FROM procurement.process
    WHERE ocid = ANY (${[...ocids]}::text[]) AND ${visibleProcess(scope)}`.execute(tx);
  return new Map(rows.map(({ ocid, regime }) => [ocid, regime ?? undefined]));
}
