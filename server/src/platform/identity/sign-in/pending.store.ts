/** Sign-ins under way and single exchanges with a key, an app or another site. Only hashes of tokens are kept. */
import { sql } from "kysely";

import type { SignInMethod } from "../../../../../contract/src/session.ts";
import type { Database } from "../../database.ts";
import { newToken, tokenHash } from "../token.ts";

export const PENDING_MINUTES = 5;
/** An exchange outlives the minutes somebody needs to find the phone or sign in elsewhere. */
const CEREMONY_MINUTES = 10;
/** Wrong codes before a sign-in begins again with the password. */
const MOST_FAILURES = 5;

/** What is proved so far. */
export interface Pending {
  readonly account: string;
  readonly name: string;
  readonly methods: readonly SignInMethod[];
  readonly expiresAt: Date;
}

/** What an exchange is for; an answer to one is no answer to another. */
export type CeremonyKind =
  | "totp-draft"
  | "passkey-new"
  | "passkey-proof"
  | "oidc-sign-in"
  | "oidc-link"
  | "certificate-sign-in"
  | "certificate-bind";

export interface Ceremony {
  readonly kind: CeremonyKind;
  /** Whom it concerns; absent while nobody is known. */
  readonly account: string | null;
  readonly asked: Readonly<Record<string, string>>;
}

export type PendingStore = ReturnType<typeof createPendingStore>;

export function createPendingStore(db: Database) {
  return {
    /** @returns the token, for the cookie */
    async begin(account: string, methods: readonly SignInMethod[]): Promise<string> {
      const token = newToken();
      await sql`INSERT INTO identity.pending_sign_in (token_hash, account, methods, expires_at)
        VALUES (${tokenHash(token)}, ${account}, ${[...methods]}::text[],
                now() + make_interval(mins => ${PENDING_MINUTES}))`.execute(db);
      return token;
    },
    async find(token: string): Promise<Pending | undefined> {
      const { rows } = await sql<Pending>`
        SELECT account, name, methods, expires_at AS "expiresAt"
        FROM identity.pending_sign_in JOIN identity.account USING (account)
        WHERE token_hash = ${tokenHash(token)} AND expires_at > now() AND disabled_at IS NULL
          AND failures < ${MOST_FAILURES}`.execute(db);
      return rows[0];
    },
    /** Counts a wrong code. */
    async fail(token: string): Promise<void> {
      await sql`UPDATE identity.pending_sign_in SET failures = failures + 1
        WHERE token_hash = ${tokenHash(token)}`.execute(db);
    },
    async end(token: string): Promise<void> {
      await sql`DELETE FROM identity.pending_sign_in WHERE token_hash = ${tokenHash(token)}`.execute(
        db,
      );
    },
    /** @returns the token, for the cookie */
    async ask({ kind, account, asked }: Ceremony): Promise<string> {
      const token = newToken();
      await sql`INSERT INTO identity.ceremony (token_hash, kind, account, asked, expires_at)
        VALUES (${tokenHash(token)}, ${kind}, ${account}, ${JSON.stringify(asked)}::jsonb,
                now() + make_interval(mins => ${CEREMONY_MINUTES}))`.execute(db);
      return token;
    },
    /** Takes the exchange away: an answer counts at most once, also if two come at the same instant. */
    async take(token: string, kinds: readonly CeremonyKind[]): Promise<Ceremony | undefined> {
      const { rows } = await sql<Ceremony>`DELETE FROM identity.ceremony
        WHERE token_hash = ${tokenHash(token)} AND expires_at > now() AND kind = ANY (${[...kinds]}::text[])
        RETURNING kind, account, asked`.execute(db);
      return rows[0];
    },
    /** Reads it without taking it: a mistyped code of a new app may be typed again. */
    async look(token: string, kind: CeremonyKind): Promise<Ceremony | undefined> {
      const { rows } = await sql<Ceremony>`SELECT kind, account, asked FROM identity.ceremony
        WHERE token_hash = ${tokenHash(token)} AND expires_at > now() AND kind = ${kind}`.execute(
        db,
      );
      return rows[0];
    },
    async sweep(): Promise<void> {
      await sql`DELETE FROM identity.pending_sign_in WHERE expires_at < now()`.execute(db);
      await sql`DELETE FROM identity.ceremony WHERE expires_at < now()`.execute(db);
      await sql`DELETE FROM identity.one_time_link WHERE expires_at < now() - interval '7 days'`.execute(
        db,
      );
    },
  };
}
