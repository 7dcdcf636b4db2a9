/** Open leads by unit and sort of process, within the reader's jurisdiction. */
import { sql } from "kysely";

import type { PlainDate } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead } from "../../platform/identity/visible.ts";
import type { AlertGroup } from "./orphans.ts";

interface GroupRow extends Omit<AlertGroup, "department" | "trend"> {
  readonly departmentId: string;
  readonly departmentName: string;
  readonly trend: readonly number[];
}

const SHOWN = 5;

/** Groups of leads that are open, or were at the end of one of the weeks. The last end is today. */
export async function listAlertGroups(
  tx: Tx,
  scope: Scope,
  ends: readonly PlainDate[],
): Promise<readonly AlertGroup[]> {
  const first = ends[0] ?? "1970-01-01";
  const { rows } = await sql<GroupRow>`
    WITH alert AS MATERIALIZED (
      SELECT lead.id, lead.title, lead.regime, lead.industry, lead.place, handling.department_id,
        handling.department_name, handling.state NOT IN ('decided', 'published') AS is_open,
        (routed.first_at AT TIME ZONE 'Asia/Shanghai')::date AS routed_on,
        (routed.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS closed_on, routed.matched
      FROM casework.handling JOIN screening.lead ON lead.id = handling.lead_id
      JOIN LATERAL (
        SELECT min(occurred_at) AS first_at,
          max(occurred_at) FILTER (WHERE kind = 'casework.lead-decided') AS closed_at,
          (array_agg(payload ->> 'matched' ORDER BY version DESC)
            FILTER (WHERE kind = 'casework.lead-routed'))[1] AS matched
        FROM casework.event WHERE event.lead_id = handling.lead_id
      ) AS routed ON true
      WHERE ${visibleLead(scope)}
        AND (handling.state NOT IN ('decided', 'published') OR handling.state_since >= ${first}::date)
    )
    SELECT department_id AS "departmentId", department_name AS "departmentName",
      matched = 'fallback' AS "isFallback", regime, industry, place,
      count(*) FILTER (WHERE is_open)::int AS open,
      min(routed_on) FILTER (WHERE is_open)::text AS since,
      ARRAY(SELECT sum((routed_on <= day AND (is_open OR closed_on > day))::int)::int
            FROM unnest(array_agg(routed_on), array_agg(is_open), array_agg(closed_on))
              AS one (routed_on, is_open, closed_on)
            RIGHT JOIN unnest(${[...ends]}::date[]) WITH ORDINALITY AS week (day, nth) ON true
            GROUP BY nth ORDER BY nth) AS trend,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', shown.id, 'title', shown.title)), '[]')
       FROM (SELECT * FROM unnest(array_agg(id ORDER BY routed_on) FILTER (WHERE is_open),
               array_agg(title ORDER BY routed_on) FILTER (WHERE is_open)) AS pair (id, title)
             LIMIT ${SHOWN}) AS shown) AS leads
    FROM alert GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 4, 5, 6`.execute(tx);
  return rows.map(({ departmentId, departmentName, ...row }) => ({
    ...row,
    department: { id: departmentId, name: departmentName },
  }));
}
