/** Resets of accounts: requests, approvals, and the one-time link. */
import { sql } from "kysely";

import type { Database, Tx } from "../../database.ts";
import { tokenHash } from "../token.ts";

type Db = Database | Tx;

/** A request that nobody approved lapses. */
export const REQUEST_HOURS = 72;
export const LINK_HOURS = 24;

export interface Reset {
  readonly reset: string;
  readonly account: string;
  readonly name: string;
  readonly factors: boolean;
  readonly reason: string;
  readonly by: string;
  readonly byName: string;
  readonly unit: string;
  readonly unitName: string;
  readonly requestedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}

const RESETS = sql`
  SELECT request.reset, request.account, account.name, factors, reason, request.by,
    coalesce(asker.name, request.by) AS "byName", request.unit,
    coalesce(unit.name, request.unit) AS "unitName", requested_at AS "requestedAt",
    coalesce(approver.name, approval.by) AS "approvedBy", approved_at AS "approvedAt"
  FROM identity.reset_request AS request
  JOIN identity.account USING (account)
  LEFT JOIN identity.account AS asker ON asker.account = request.by
  LEFT JOIN LATERAL (SELECT name FROM identity.unit WHERE unit.unit = request.unit
                     ORDER BY valid_from DESC LIMIT 1) AS unit ON true
  LEFT JOIN identity.reset_approval AS approval USING (reset)
  LEFT JOIN identity.account AS approver ON approver.account = approval.by`;

/** Requests not older than they may be approved, newest first. `now` is the clock's. */
export async function listResets(db: Db, now: Date): Promise<readonly Reset[]> {
  const { rows } = await sql<Reset>`${RESETS}
    WHERE requested_at > ${now}::timestamptz - make_interval(hours => ${REQUEST_HOURS})
    ORDER BY requested_at DESC, request.reset`.execute(db);
  return rows;
}

/** Locked until the end of the transaction, so that two approvals come one after the other. */
export async function lockReset(tx: Tx, reset: string, now: Date): Promise<Reset | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('identity.reset'), hashtext(${reset}))`.execute(
    tx,
  );
  const { rows } = await sql<Reset>`${RESETS}
    WHERE request.reset = ${reset}
      AND requested_at > ${now}::timestamptz - make_interval(hours => ${REQUEST_HOURS})`.execute(
    tx,
  );
  return rows[0];
}

/** Units in which an account's person holds a post on a day. */
export async function unitsOfPerson(
  db: Db,
  account: string,
  day: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ unit: string }>`
    SELECT DISTINCT post.unit FROM identity.appointment_on(${day}::date) AS appointment
    JOIN identity.post_on(${day}::date) AS post USING (post)
    WHERE person = ${account}`.execute(db);
  return rows.map(({ unit }) => unit);
}

export async function addResetLink(
  tx: Tx,
  token: string,
  { account, reset }: { readonly account: string; readonly reset: string },
): Promise<void> {
  await sql`INSERT INTO identity.one_time_link (token_hash, purpose, account, reset, expires_at)
    VALUES (${tokenHash(token)}, 'reset', ${account}, ${reset},
            now() + make_interval(hours => ${LINK_HOURS}))`.execute(tx);
}

/** Whom a link is for, once; undefined if it was used, is too old or never was. */
export async function useResetLink(
  tx: Tx,
  token: string,
): Promise<{ readonly account: string; readonly factors: boolean } | undefined> {
  const { rows } = await sql<{ account: string; factors: boolean }>`
    UPDATE identity.one_time_link AS link SET used_at = now()
    FROM identity.reset_request AS request, identity.account AS account
    WHERE token_hash = ${tokenHash(token)} AND purpose = 'reset'
      AND link.used_at IS NULL AND link.expires_at > now()
      AND request.reset = link.reset AND account.account = link.account AND disabled_at IS NULL
    RETURNING link.account, request.factors`.execute(tx);
  return rows[0];
}
