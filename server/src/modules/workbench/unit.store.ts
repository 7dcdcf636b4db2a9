import { sql } from "kysely";

import type { UnitList } from "../../../../contract/src/workbench.ts";
import type { Tx } from "../../platform/database.ts";

/** Public bodies of a day; firms are parties of processes and are found there. */
export async function listPublicBodies(tx: Tx, today: string): Promise<UnitList["units"]> {
  const { rows } = await sql<UnitList["units"][number]>`
    SELECT unit AS id, name, kind FROM identity.unit_on(${today}::date)
    WHERE kind NOT IN ('procuringEntity', 'procurementAgency', 'bidder') ORDER BY unit`.execute(tx);
  return [...rows];
}
