/** What the work summary counts: leads that the reader sees, and the name of the city. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead } from "../../platform/identity/visible.ts";
import type { CountedLead } from "./work-summary.ts";

interface Days {
  readonly from: string;
  readonly to: string;
}

export async function readLeads(
  tx: Tx,
  scope: Scope,
  { from, to }: Days,
): Promise<readonly CountedLead[]> {
  const { rows } = await sql<CountedLead>`
    SELECT lead.id::text AS id, lead.ocid, handling.state,
      to_char(lead.raised_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "raisedOn"
    FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
    WHERE ${visibleLead(scope)}
      AND lead.raised_at >= ${from}::date::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND lead.raised_at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`.execute(tx);
  return rows;
}

/** The city as the names of its units say it; undefined: no unit of today names one. */
export async function findCity(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ city: string | null }>`
    SELECT substring(name FROM '^(.+市)公共资源交易') AS city FROM identity.unit
    WHERE name ~ '^.+市公共资源交易' ORDER BY valid_from DESC LIMIT 1`.execute(tx);
  return rows[0]?.city ?? undefined;
}
