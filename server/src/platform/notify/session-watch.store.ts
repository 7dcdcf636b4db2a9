/** Whether sessions still stand, asked for many at once and without counting as use of them. */
import { sql } from "kysely";

import type { Database } from "../database.ts";
import { IDLE_MINUTES } from "../identity/session.store.ts";

export interface Standing {
  /** Rights changed since the session last looked: it must be resolved again. */
  readonly isOutdated: boolean;
}

/** Standing of those of the sessions that have not ended, by the hash of their token. */
export async function standingSessions(
  db: Database,
  hashes: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, Standing>> {
  const { rows } = await sql<Standing & { hash: string }>`
    SELECT encode(token_hash, 'hex') AS hash,
      (session.change_count <> now_count.count OR resolved_on <> ${today}::date) AS "isOutdated"
    FROM identity.session JOIN identity.account USING (account)
    CROSS JOIN identity.change_count AS now_count
    WHERE token_hash = ANY (SELECT decode(hash, 'hex') FROM unnest(${[...hashes]}::text[]) AS hash)
      AND expires_at > now() AND disabled_at IS NULL
      AND seen_at > now() - make_interval(mins => ${IDLE_MINUTES})`.execute(db);
  return new Map(rows.map(({ hash, ...standing }) => [hash, standing]));
}
