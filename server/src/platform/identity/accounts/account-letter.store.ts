/** Accounts as their administrators see them, and the links of letters. Only the SHA-256 of a link is stored. */
import { sql } from "kysely";

import { ACTIVATION_HOURS, type AccountState } from "../../../../../contract/src/accounts.ts";
import { PRIVILEGED_ROLES } from "../../../../../contract/src/organisation.ts";
import type { Database, Tx } from "../../database.ts";
import { containing } from "../../like.ts";
import { tokenHash } from "../token.ts";

type Reads = Database | Tx;

export interface PersonAccount {
  readonly account: string;
  readonly name: string;
  readonly state: AccountState;
  readonly posts: readonly string[];
  readonly units: readonly string[];
  readonly isPrivileged: boolean;
  readonly lastSignInAt: Date | null;
  readonly linkExpiresAt: Date | null;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  readonly hasIdentity: boolean;
  readonly certificates: number;
}

export interface AccountFilter {
  readonly day: string;
  readonly q?: string | undefined;
  readonly unit?: string | undefined;
  readonly state?: AccountState | undefined;
  /** These persons only. */
  readonly persons?: readonly string[] | undefined;
}

/** Persons of a day with their accounts, and accounts whose person has left; by name. */
export async function listAccounts(
  db: Reads,
  { day, q, unit, state, persons }: AccountFilter,
): Promise<readonly PersonAccount[]> {
  const { rows } = await sql<PersonAccount>`
    WITH present AS MATERIALIZED (SELECT person, name FROM identity.person_on(${day}::date)),
    everybody AS (SELECT person, name FROM present
      UNION ALL SELECT account, name FROM identity.account
        WHERE account NOT IN (SELECT person FROM present)),
    held AS MATERIALIZED (
      SELECT person, array_agg(unit.name || ' ' || post.title ORDER BY unit.name, post.title) AS posts,
        array_agg(unit.unit) AS units
      FROM identity.appointment_on(${day}::date) JOIN identity.post_on(${day}::date) AS post USING (post)
      JOIN identity.unit_on(${day}::date) AS unit USING (unit) GROUP BY person),
    privileged AS MATERIALIZED (
      SELECT DISTINCT person FROM (
        SELECT DISTINCT ON (appointment) person, post, valid_to FROM identity.appointment
        ORDER BY appointment, fact_id DESC) AS last
      JOIN identity.post USING (post)
      WHERE (last.valid_to IS NULL OR last.valid_to >= ${day}::date)
        AND role = ANY (${[...PRIVILEGED_ROLES]}::text[])),
    link AS MATERIALIZED (
      SELECT account, max(expires_at) AS expires_at FROM identity.one_time_link
      WHERE purpose = 'activation' AND used_at IS NULL AND expires_at > now() GROUP BY account),
    seen AS (
      SELECT everybody.person AS account, coalesce(account.name, everybody.name) AS name,
        account.account IS NOT NULL AS is_open, is_demo, disabled_at,
        coalesce(held.posts, '{}') AS posts, coalesce(held.units, '{}') AS units,
        privileged.person IS NOT NULL AS "isPrivileged", last_sign_in_at AS "lastSignInAt",
        link.expires_at AS "linkExpiresAt", password_hash IS NOT NULL AS "hasPassword",
        EXISTS (SELECT FROM identity.totp WHERE totp.account = everybody.person) AS "hasTotp",
        (SELECT count(*)::int FROM identity.passkey WHERE passkey.account = everybody.person) AS passkeys,
        EXISTS (SELECT FROM identity.external_identity AS known WHERE known.account = everybody.person)
          AS "hasIdentity",
        (SELECT count(*)::int FROM identity.certificate WHERE certificate.account = everybody.person)
          AS certificates
      FROM everybody LEFT JOIN identity.account AS account ON account.account = everybody.person
      LEFT JOIN held ON held.person = everybody.person
      LEFT JOIN privileged ON privileged.person = everybody.person
      LEFT JOIN link ON link.account = everybody.person),
    told AS (
      SELECT seen.*, CASE WHEN NOT is_open THEN 'none' WHEN disabled_at IS NOT NULL THEN 'closed'
        WHEN is_demo OR "hasPassword" OR "lastSignInAt" IS NOT NULL OR passkeys > 0 OR "hasIdentity"
          OR certificates > 0 THEN 'active'
        WHEN "linkExpiresAt" IS NOT NULL THEN 'invited' ELSE 'lapsed' END AS state
      FROM seen)
    SELECT account, name, state, posts, units, "isPrivileged", "lastSignInAt", "linkExpiresAt", "hasPassword",
      "hasTotp", passkeys, "hasIdentity", certificates
    FROM told
    WHERE (${q ?? ""} = '' OR name LIKE ${containing(q)} OR account LIKE ${containing(q)})
      AND (${unit ?? null}::text IS NULL OR ${unit ?? null} = ANY (units))
      AND (${state ?? null}::text IS NULL OR state = ${state ?? null})
      AND (${persons ?? null}::text[] IS NULL OR account = ANY (${persons ?? null}::text[]))
    ORDER BY name, account`.execute(db);
  return rows;
}

export interface NewAccount {
  readonly account: string;
  readonly name: string;
}

/** Opens what is not open yet; nobody can sign in to it before the link is used. */
export async function openAccounts(tx: Tx, accounts: readonly NewAccount[]): Promise<void> {
  await sql`INSERT INTO identity.account (account, name, is_demo)
    SELECT account, name, false FROM json_to_recordset(${JSON.stringify(accounts)}::json)
      AS given (account text, name text)
    ON CONFLICT (account) DO NOTHING`.execute(tx);
}

/** Letters are made one act after the other, so that of two links of an account one works. */
export const lockLetters = (tx: Tx) =>
  sql`SELECT pg_advisory_xact_lock(hashtext('identity.account-letters'))`.execute(tx);

/** @returns how many links stopped working */
export async function removeLinks(tx: Tx, accounts: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM identity.one_time_link
    WHERE purpose = 'activation' AND used_at IS NULL AND account = ANY (${accounts}::text[])`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Replaces the links of these accounts. @returns the instant until which they work */
export async function addLinks(
  tx: Tx,
  links: readonly { readonly account: string; readonly token: string }[],
): Promise<Date> {
  await removeLinks(
    tx,
    links.map(({ account }) => account),
  );
  const rows = links.map(({ account, token }) => ({
    account,
    hash: tokenHash(token).toString("hex"),
  }));
  const { rows: made } = await sql<{ until: Date }>`
    WITH made AS (
      INSERT INTO identity.one_time_link (token_hash, purpose, account, expires_at)
      SELECT decode(hash, 'hex'), 'activation', account, now() + make_interval(hours => ${ACTIVATION_HOURS})
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS given (account text, hash text)
      RETURNING expires_at)
    SELECT max(expires_at) AS until FROM made`.execute(tx);
  return made[0]?.until ?? new Date(0);
}

/** Whom a link is for, once; undefined if it was used, is too old, never was, or the account has a password. */
export async function useActivationLink(tx: Tx, token: string): Promise<string | undefined> {
  const { rows } = await sql<{ account: string }>`
    UPDATE identity.one_time_link AS link SET used_at = now() FROM identity.account AS account
    WHERE token_hash = ${tokenHash(token)} AND purpose = 'activation' AND link.used_at IS NULL
      AND link.expires_at > now() AND account.account = link.account AND disabled_at IS NULL
      AND password_hash IS NULL
    RETURNING link.account`.execute(tx);
  return rows[0]?.account;
}

/** Whether somebody who holds a post of this role on a day has ever come in, or has a password. */
export async function hasActiveHolder(tx: Tx, role: string, day: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM identity.appointment_on(${day}::date) AS held
    JOIN identity.post_on(${day}::date) AS post USING (post)
    JOIN identity.account ON account.account = held.person
    WHERE role = ${role} AND (is_demo OR password_hash IS NOT NULL OR last_sign_in_at IS NOT NULL) LIMIT 1`.execute(
    tx,
  );
  return rows.length > 0;
}
