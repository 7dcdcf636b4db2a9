/** How often sensitive material was read this month: city-wide counts, no person and no case. */
import { sql } from "kysely";

import type { Board } from "../../../../contract/src/oversight.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Database } from "../../platform/database.ts";

export async function countSensitive(
  db: Database,
  now: Date,
): Promise<NonNullable<Board["sensitive"]>> {
  const month = plainDateOf(now).slice(0, 7);
  const { rows } = await sql<Omit<NonNullable<Board["sensitive"]>, "month">>`
    SELECT count(*) FILTER (WHERE object_kind IN ('voice', 'lead') AND status < 400)::int AS reads,
      count(*) FILTER (WHERE object_kind IN ('voice', 'lead') AND status < 400 AND purpose IS NOT NULL)::int
        AS "withPurpose",
      count(*) FILTER (WHERE status = 403)::int AS refused,
      count(*) FILTER (WHERE object_kind = 'video' AND status < 400)::int AS video,
      count(*) FILTER (WHERE object_kind = 'trace' AND status < 400)::int AS trace
    FROM audit.entry
    WHERE method = 'GET' AND at >= ${`${month}-01`}::date::timestamp AT TIME ZONE 'Asia/Shanghai' AND at <= ${now}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("no row from a count");
  return { month, ...row };
}
