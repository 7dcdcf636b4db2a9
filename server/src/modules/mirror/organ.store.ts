/** Inspection organs that see the whole city: the topmost of their chain (decision 0011). */
import { sql } from "kysely";

import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";

/** False for a unit that is no discipline organ, or that stands below one: it does not see all there is. */
export async function isTopOrgan(tx: Tx, organ: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM identity.unit_on(${plainDateOf(at)}::date) AS unit
    WHERE unit.unit = ${organ} AND unit.kind = 'discipline'
      AND NOT EXISTS (SELECT FROM identity.unit_on(${plainDateOf(at)}::date) AS above
                      WHERE above.unit = unit.parent AND above.kind IN ('discipline', 'stationedDiscipline'))`.execute(
    tx,
  );
  return rows.length > 0;
}
