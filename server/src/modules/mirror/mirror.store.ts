/** Tokens of mirrors and what left for them. A token that was revoked, or that a newer one replaced, counts no more. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";

interface MirrorRow {
  readonly mirror: string;
  readonly organ: string;
  readonly issuedAt: Date;
  readonly revokedAt: Date | null;
  readonly pulledTo: number;
  readonly pulledAt: Date | null;
}

/** The newest token of each mirror, with the revocation that came after it. */
const NEWEST = sql`(SELECT DISTINCT ON (mirror) mirror, organ, token_hash, issued_at,
    (SELECT min(revoked_at) FROM mirror.revocation
     WHERE revocation.mirror = token.mirror AND revocation.fact_id > token.fact_id) AS revoked_at
  FROM mirror.token ORDER BY mirror, fact_id DESC) AS newest`;

/** Name of the mirror whose token has this hash. */
export async function findMirror(db: Database, tokenHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ mirror: string }>`
    SELECT mirror FROM ${NEWEST} WHERE token_hash = ${tokenHash} AND revoked_at IS NULL`.execute(
    db,
  );
  return rows[0]?.mirror;
}

export async function listMirrors(db: Database | Tx): Promise<readonly MirrorRow[]> {
  const { rows } = await sql<MirrorRow>`
    SELECT mirror, organ, issued_at AS "issuedAt", revoked_at AS "revokedAt",
           coalesce(max(to_leaf), 0)::bigint AS "pulledTo", max(pulled_at) AS "pulledAt"
    FROM ${NEWEST} LEFT JOIN mirror.pull USING (mirror)
    GROUP BY mirror, organ, issued_at, revoked_at ORDER BY mirror`.execute(db);
  return rows;
}
