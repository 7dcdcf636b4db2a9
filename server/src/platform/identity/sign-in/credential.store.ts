/** How accounts sign in: password, second factors, identities elsewhere, certificates. */
import { sql } from "kysely";

import { SEALED_ROLES } from "../../../../../contract/src/audit.ts";
import type { AccountView, CredentialChange } from "../../../../../contract/src/session.ts";
import type { Database, Tx } from "../../database.ts";
import type { CertificateHolder } from "./certificate.ts";
import type { KnownPasskey } from "./passkey.ts";

type Db = Database | Tx;

/** What an account has, in one look. */
export interface Credentials {
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  readonly recoveryCodes: number;
}

export async function credentialsOf(db: Db, account: string): Promise<Credentials | undefined> {
  const { rows } = await sql<Credentials>`
    SELECT password_hash AS "passwordHash", must_change AS "mustChange",
      EXISTS (SELECT FROM identity.totp WHERE totp.account = account.account) AS "hasTotp",
      (SELECT count(*)::int FROM identity.passkey WHERE passkey.account = account.account) AS passkeys,
      (SELECT count(*)::int FROM identity.recovery_code AS code
       WHERE code.account = account.account AND used_at IS NULL) AS "recoveryCodes"
    FROM identity.account WHERE account = ${account} AND disabled_at IS NULL`.execute(db);
  return rows[0];
}

/**
 * The account of that name, for a record of who was tried at a door: undefined if there is none, and for persons of
 * organs that watch others, whose coming is sealed (docs/decisions/0011-sealed-reads.md).
 */
export async function recordableAccount(db: Db, account: string): Promise<string | undefined> {
  const { rows } = await sql<{ account: string }>`
    SELECT account FROM identity.account WHERE account = ${account} AND NOT EXISTS (
      SELECT FROM identity.appointment JOIN identity.post USING (post)
      WHERE person = account.account AND role = ANY (${[...SEALED_ROLES]}::text[]))`.execute(db);
  return rows[0]?.account;
}

export async function setPassword(db: Db, account: string, passwordHash: string): Promise<void> {
  await sql`UPDATE identity.account SET password_hash = ${passwordHash}, must_change = false
    WHERE account = ${account}`.execute(db);
}

export async function findTotpSecret(db: Db, account: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ secret: Buffer }>`
    SELECT secret FROM identity.totp WHERE account = ${account}`.execute(db);
  return rows[0]?.secret;
}

/** True once for each step: of two requests with the same code one wins, and an older code never does. */
export async function takeTotpStep(db: Db, account: string, step: number): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE identity.totp SET last_step = ${step}
    WHERE account = ${account} AND last_step < ${step}`.execute(db);
  return numAffectedRows === 1n;
}

export async function setTotp(
  db: Db,
  account: string,
  { secret, step }: { readonly secret: Buffer; readonly step: number },
): Promise<void> {
  await sql`INSERT INTO identity.totp (account, secret, last_step) VALUES (${account}, ${secret}, ${step})
    ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step,
      enrolled_at = now()`.execute(db);
}

export async function removeTotp(db: Db, account: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`DELETE FROM identity.totp WHERE account = ${account}`.execute(db);
  return numAffectedRows === 1n;
}

const PASSKEY = sql`id, account, public_key AS "publicKey", counter, transports`;

export async function findPasskey(db: Db, id: string): Promise<KnownPasskey | undefined> {
  const { rows } = await sql<KnownPasskey>`
    SELECT ${PASSKEY} FROM identity.passkey WHERE id = ${id}`.execute(db);
  return rows[0];
}

export async function passkeysOf(db: Db, account: string): Promise<readonly KnownPasskey[]> {
  const { rows } = await sql<KnownPasskey>`
    SELECT ${PASSKEY} FROM identity.passkey WHERE account = ${account} ORDER BY enrolled_at`.execute(
    db,
  );
  return rows;
}

/** False if that passkey is known already. */
export async function addPasskey(db: Db, passkey: KnownPasskey, name: string): Promise<boolean> {
  const { id, account, publicKey, counter, transports } = passkey;
  const { numAffectedRows } = await sql`
    INSERT INTO identity.passkey (id, account, public_key, counter, transports, name)
    VALUES (${id}, ${account}, ${Buffer.from(publicKey)}, ${counter}, ${[...transports]}::text[], ${name})
    ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Keeps the counter of a use. False if another use came first: a key that counts and shows the same number twice
 * was copied (WebAuthn §6.1.1). Keys that do not count always show 0.
 */
export async function countPasskeyUse(
  db: Db,
  { id, counter: before }: KnownPasskey,
  counter: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE identity.passkey
    SET counter = ${counter}, last_used_at = now()
    WHERE id = ${id} AND counter = ${before}`.execute(db);
  return numAffectedRows === 1n;
}

export async function removePasskey(db: Db, account: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM identity.passkey
    WHERE account = ${account} AND id = ${id}`.execute(db);
  return numAffectedRows === 1n;
}

/** New codes; those there were are worth nothing from now on. */
export async function setRecoveryCodes(
  db: Db,
  account: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql`DELETE FROM identity.recovery_code WHERE account = ${account}`.execute(db);
  for (const hash of hashes) {
    await sql`INSERT INTO identity.recovery_code (account, code_hash) VALUES (${account}, ${hash})`.execute(
      db,
    );
  }
}

/** True once for each code. */
export async function useRecoveryCode(db: Db, account: string, hash: Buffer): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE identity.recovery_code SET used_at = now()
    WHERE account = ${account} AND code_hash = ${hash} AND used_at IS NULL`.execute(db);
  return numAffectedRows === 1n;
}

/** All second factors go: the phone or the key is lost. */
export async function removeFactors(db: Db, account: string): Promise<void> {
  for (const table of ["totp", "passkey", "recovery_code"]) {
    await sql`DELETE FROM ${sql.table(`identity.${table}`)} WHERE account = ${account}`.execute(db);
  }
}

export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
}

export async function accountOfIdentity(
  db: Db,
  { issuer, subject }: ExternalIdentity,
): Promise<string | undefined> {
  const { rows } = await sql<{ account: string }>`
    SELECT account FROM identity.external_identity JOIN identity.account USING (account)
    WHERE issuer = ${issuer} AND subject = ${subject} AND disabled_at IS NULL`.execute(db);
  return rows[0]?.account;
}

/** False if the identity or the account is linked to something else. */
export async function linkIdentity(
  db: Db,
  { issuer, subject }: ExternalIdentity,
  account: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO identity.external_identity (issuer, subject, account)
    SELECT ${issuer}, ${subject}, account FROM identity.account
    WHERE account = ${account} AND disabled_at IS NULL
    ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}

export async function unlinkIdentity(db: Db, account: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM identity.external_identity
    WHERE account = ${account}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Account of a certificate; the subject must be the one that was bound. */
export async function accountOfCertificate(
  db: Db,
  { issuer, serial, subject }: CertificateHolder,
): Promise<string | undefined> {
  const { rows } = await sql<{ account: string }>`
    SELECT account FROM identity.certificate JOIN identity.account USING (account)
    WHERE issuer = ${issuer} AND serial = ${serial} AND subject = ${subject}
      AND disabled_at IS NULL`.execute(db);
  return rows[0]?.account;
}

/** False if the certificate is bound already. */
export async function bindCertificate(
  db: Db,
  { issuer, serial, subject, validTo }: CertificateHolder,
  account: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO identity.certificate (issuer, serial, subject, account, valid_to)
    VALUES (${issuer}, ${serial}, ${subject}, ${account}, ${validTo}) ON CONFLICT DO NOTHING`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

export async function removeCertificate(db: Db, account: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM identity.certificate
    WHERE account = ${account} AND id::text = ${id}`.execute(db);
  return numAffectedRows === 1n;
}

type Iso<T> = { readonly [K in keyof T]: T[K] };

/** What the page of the person's own account shows of credentials. */
export async function showCredentials(
  db: Db,
  account: string,
): Promise<
  Pick<AccountView, "passkeys" | "certificates" | "changes"> & {
    totpSince?: string;
    identitySince?: string;
  }
> {
  const passkeys = await sql<Iso<AccountView["passkeys"][number]> & { lastUsedAt: string | null }>`
    SELECT id, name, ${iso("enrolled_at")} AS "enrolledAt", ${iso("last_used_at")} AS "lastUsedAt"
    FROM identity.passkey WHERE account = ${account} ORDER BY enrolled_at`.execute(db);
  const certificates = await sql<AccountView["certificates"][number]>`
    SELECT id, subject, issuer, serial, ${iso("valid_to")} AS "validTo"
    FROM identity.certificate WHERE account = ${account} ORDER BY bound_at`.execute(db);
  const changes = await sql<{ change: CredentialChange; at: string }>`
    SELECT change, ${iso("changed_at")} AS at FROM identity.credential_change
    WHERE account = ${account} ORDER BY changed_at DESC, fact_id DESC LIMIT 20`.execute(db);
  const since = await sql<{ totp: string | null; identity: string | null }>`
    SELECT (SELECT ${iso("enrolled_at")} FROM identity.totp WHERE account = ${account}) AS totp,
      (SELECT ${iso("max(linked_at)")} FROM identity.external_identity WHERE account = ${account}) AS identity`.execute(
    db,
  );
  const [{ totp, identity } = { totp: null, identity: null }] = since.rows;
  return {
    passkeys: passkeys.rows.map(({ lastUsedAt, ...passkey }) => ({
      ...passkey,
      ...(lastUsedAt === null ? {} : { lastUsedAt }),
    })),
    certificates: certificates.rows,
    changes: changes.rows,
    ...(totp === null ? {} : { totpSince: totp }),
    ...(identity === null ? {} : { identitySince: identity }),
  };
}

/** RFC 3339 in UTC. `expression` is ours, never a reader's. */
const iso = (expression: string) =>
  sql`to_char(${sql.raw(expression)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
