/** Accounts and opaque sessions. Only the SHA-256 of a session token is stored. */
import { createHash, randomBytes } from "node:crypto";

import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { Database } from "../database.ts";
import type { AccountRole } from "../module.ts";

export interface Actor {
  readonly account: string;
  readonly name: string;
  readonly post: string;
  readonly department: Department;
  readonly role: AccountRole;
  readonly expiresAt: string;
}

export interface Account {
  readonly account: string;
  readonly name: string;
  readonly post: string;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly role: AccountRole;
  readonly isDemo: boolean;
  readonly passwordHash: string | null;
}

export const SESSION_HOURS = 8;
const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

const COLUMNS = sql`account, name, post, department_id AS "departmentId",
  department_name AS "departmentName", role, is_demo AS "isDemo", password_hash AS "passwordHash"`;

export type SessionStore = ReturnType<typeof createSessionStore>;

// oxlint-disable-next-line max-lines-per-function -- a list of short queries
export function createSessionStore(db: Database) {
  return {
    async findAccount(account: string): Promise<Account | undefined> {
      const { rows } = await sql<Account>`
        SELECT ${COLUMNS} FROM identity.account
        WHERE account = ${account} AND disabled_at IS NULL`.execute(db);
      return rows[0];
    },

    async listDemoAccounts(): Promise<readonly Account[]> {
      const { rows } = await sql<Account>`
        SELECT ${COLUMNS} FROM identity.account WHERE is_demo AND disabled_at IS NULL
        ORDER BY role = 'officer' DESC, account`.execute(db);
      return rows;
    },

    async countAccounts(): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM identity.account`.execute(db);
      return rows[0]?.count ?? 0;
    },

    async addAccount(account: Account): Promise<void> {
      await sql`INSERT INTO identity.account
          (account, name, post, department_id, department_name, role, is_demo, password_hash)
        VALUES (${account.account}, ${account.name}, ${account.post}, ${account.departmentId},
                ${account.departmentName}, ${account.role}, ${account.isDemo}, ${account.passwordHash})
        ON CONFLICT (account) DO NOTHING`.execute(db);
    },

    /** Opens a session. @returns the token, shown once. */
    async open(account: string): Promise<string> {
      const token = randomBytes(32).toString("base64url");
      await sql`INSERT INTO identity.session (token_hash, account, expires_at)
        VALUES (${hashOf(token)}, ${account}, now() + make_interval(hours => ${SESSION_HOURS}))`.execute(
        db,
      );
      return token;
    },

    async findActor(token: string): Promise<Actor | undefined> {
      const { rows } = await sql<Account & { expiresAt: Date }>`
        SELECT ${COLUMNS}, expires_at AS "expiresAt" FROM identity.session JOIN identity.account USING (account)
        WHERE token_hash = ${hashOf(token)} AND expires_at > now() AND disabled_at IS NULL`.execute(
        db,
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { account, name, post, role, departmentId, departmentName } = row;
      const department = { id: departmentId, name: departmentName };
      return { account, name, post, role, department, expiresAt: row.expiresAt.toISOString() };
    },

    async close(token: string): Promise<void> {
      await sql`DELETE FROM identity.session WHERE token_hash = ${hashOf(token)}`.execute(db);
    },

    async sweep(): Promise<void> {
      await sql`DELETE FROM identity.session WHERE expires_at < now()`.execute(db);
    },

    async addOneTimeLink(token: string, purpose: string): Promise<void> {
      await sql`INSERT INTO identity.one_time_link (token_hash, purpose, expires_at)
        VALUES (${hashOf(token)}, ${purpose}, now() + interval '24 hours')`.execute(db);
    },

    /** True once for a link that is valid; the second use is refused. */
    async useOneTimeLink(token: string, purpose: string): Promise<boolean> {
      const { numAffectedRows } = await sql`UPDATE identity.one_time_link SET used_at = now()
        WHERE token_hash = ${hashOf(token)} AND purpose = ${purpose}
          AND used_at IS NULL AND expires_at > now()`.execute(db);
      return numAffectedRows === 1n;
    },
  };
}
