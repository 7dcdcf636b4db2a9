/** Figures of the three administrators: the organisation as it stands on a day. No row has a jurisdiction. */
import { sql } from "kysely";

import type { Role } from "../../../../contract/src/organisation.ts";
import type { HomeFigure } from "../../../../contract/src/workbench.ts";
import type { Database } from "../../platform/database.ts";

const ENDING_DAYS = 14;

export async function readOrganisationFigures(
  db: Database,
  role: Role,
  today: string,
): Promise<HomeFigure[]> {
  if (role === "auditor") return readActs(db, today);
  const { rows } = await sql<Record<string, number>>`
    WITH appointed AS (SELECT * FROM identity.appointment_on(${today}::date))
    SELECT (SELECT count(*) FROM identity.post_on(${today}::date) AS post
            WHERE NOT EXISTS (SELECT FROM appointed WHERE appointed.post = post.post))::int AS "vacantPosts",
      (SELECT count(*) FROM appointed WHERE valid_to <= ${today}::date + ${ENDING_DAYS}::int)::int
        AS "endingAppointments",
      (SELECT count(*) FROM identity.delegation_on(${today}::date))::int AS delegations,
      (SELECT count(*) FROM identity.recusal_on(${today}::date))::int AS recusals`.execute(db);
  const names =
    role === "systemAdmin"
      ? (["vacantPosts", "endingAppointments"] as const)
      : (["delegations", "recusals"] as const);
  return names.map((figure) => {
    const count = rows[0]?.[figure] ?? 0;
    const isDue = figure === "endingAppointments" && count > 0;
    return { figure, count, to: "/organisation", risk: isDue ? "due" : "calm" };
  });
}

/** Acts of people on this day, as the log has them. */
async function readActs(db: Database, today: string): Promise<HomeFigure[]> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM fact.fact
    WHERE source = 'mingjing' AND kind ~ '^(casework|identity|approval|duties)\\.'
      AND recorded_at >= (${today} || ' 00:00+08')::timestamptz`.execute(db);
  return [{ figure: "actsToday", count: rows[0]?.count ?? 0, to: "/audit", risk: "calm" }];
}
