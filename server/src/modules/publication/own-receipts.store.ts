/** Projects that the public knows and in which a bidder told or took something itself. */
import { sql } from "kysely";

import type { OwnReceipts } from "../../../../contract/src/certificates.ts";
import type { Database } from "../../platform/database.ts";

const MOST = 200;

/** Newest first. */
export async function listOwnReceipts(db: Database, uscc: string): Promise<OwnReceipts["rows"]> {
  const { rows } = await sql<{ ocid: string; title: string; receipts: number; latestAt: Date }>`
    SELECT submission.ocid, process.title, count(*)::int AS receipts, max(submission.occurred_at) AS "latestAt"
    FROM procurement.submission JOIN released.process USING (ocid)
    WHERE bidder ->> 'uscc' = ${uscc}
      OR bidder -> 'members' @> jsonb_build_array(jsonb_build_object('uscc', ${uscc}::text))
    GROUP BY submission.ocid, process.title
    ORDER BY max(submission.occurred_at) DESC, submission.ocid LIMIT ${sql.lit(MOST)}`.execute(db);
  return rows.map(({ latestAt, ...row }) => ({ ...row, latestAt: latestAt.toISOString() }));
}
