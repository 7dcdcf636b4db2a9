/** What a pack says of its lead beside the sealed facts. The caller has checked that the reader may see the lead. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";

export interface LeadHead {
  readonly number: string;
  readonly title: string;
  readonly department: string;
  readonly procuringEntity: string | null;
  readonly procurementAgency: string | null;
}

export async function findLeadHead(db: Database, lead: string): Promise<LeadHead | undefined> {
  const { rows } = await sql<LeadHead>`
    SELECT lead.number, lead.title, department_name AS department,
           procuring_entity ->> 'name' AS "procuringEntity",
           procurement_agency ->> 'name' AS "procurementAgency"
    FROM screening.lead JOIN casework.handling ON lead_id = lead.id
    LEFT JOIN procurement.process USING (ocid) WHERE lead.id = ${lead}`.execute(db);
  return rows[0];
}

/** What the parties said: it travels with the evidence. A correction stands in the place of what it corrects. */
export async function listReplies(
  db: Database,
  lead: string,
): Promise<readonly { readonly at: string; readonly text: string }[]> {
  const { rows } = await sql<{ at: Date; text: string }>`
    SELECT event.occurred_at AS at, coalesce((
        SELECT right_one.payload -> 'step' ->> 'text' FROM casework.event AS right_one
        WHERE right_one.lead_id = event.lead_id AND right_one.kind = 'casework.act-corrected'
          AND right_one.payload ->> 'corrects' = event.fact_id::text
        ORDER BY right_one.version DESC LIMIT 1), event.payload ->> 'text') AS text
    FROM casework.event
    WHERE lead_id = ${lead} AND kind = 'casework.step-recorded'
      AND payload ->> 'step' = 'explanationReceived'
    ORDER BY version`.execute(db);
  return rows.map(({ at, text }) => ({ at: at.toISOString(), text }));
}
