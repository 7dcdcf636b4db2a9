/** Reads of the limits that departments set, with the login that sees schema `released` only. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";
import type { PublicLimit } from "./public-limits.ts";

/** Every one, the newest of a unit first. */
export async function readPublicLimits(publicDb: Database): Promise<readonly PublicLimit[]> {
  const { rows } = await sql<Omit<PublicLimit, "enteredAt"> & { readonly at: Date }>`
    SELECT unit_name AS unit, unit_id AS "unitId", valid_from::text AS "validFrom", entered_at AS at,
      view AS limits
    FROM released.department_limit ORDER BY unit_id, valid_from DESC, fact_id DESC`.execute(
    publicDb,
  );
  return rows.map(({ at, ...row }) => ({ ...row, enteredAt: at.toISOString() }));
}
