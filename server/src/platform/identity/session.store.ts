/** Accounts and opaque sessions. Only the SHA-256 of a session token is stored. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { OwnSession, SignInMethod } from "../../../../contract/src/session.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../database.ts";
import type { Scope } from "./reader.ts";
import { firstPostsOf, postsOf, scopeOfPost, sweepScopes } from "./rights.store.ts";
import { type HeldPost, ownKeysOf } from "./rights.ts";
import { newToken, tokenHash } from "./token.ts";

/** Who acts: a person in one post. */
export interface Actor {
  /** Id of the person, and of the account. */
  readonly account: string;
  readonly name: string;
  readonly postId: string;
  /** Title of the post. */
  readonly post: string;
  readonly department: Department;
  readonly role: Role;
  readonly scope: Scope;
  readonly methods: readonly SignInMethod[];
  readonly expiresAt: string;
  /** When the person last proved who he is. */
  readonly provedAt: string;
}

export interface Account {
  readonly account: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly passwordHash: string | null;
}

export const SESSION_HOURS = 8;
/** A session nobody uses ends (等保三级: 登录连接超时自动退出). */
export const IDLE_MINUTES = 30;

const ACCOUNT = sql`account, name, is_demo AS "isDemo", password_hash AS "passwordHash"`;

interface SessionRow {
  readonly account: string;
  readonly name: string;
  readonly post: string;
  readonly title: string;
  readonly role: Role;
  readonly unit: string;
  readonly unitName: string;
  readonly scope: string;
  readonly own: string;
  readonly methods: readonly SignInMethod[];
  readonly expiresAt: Date;
  readonly provedAt: Date;
  readonly resolvedOn: string;
  readonly changeCount: number;
  readonly changesNow: number;
  readonly isStale: boolean;
}

function actorOfRow(row: SessionRow): Actor {
  return {
    account: row.account,
    name: row.name,
    postId: row.post,
    post: row.title,
    role: row.role,
    department: { id: row.unit, name: row.unitName },
    scope: {
      id: row.scope,
      person: row.account,
      own: row.own === "" ? [] : row.own.split("\n"),
      version: row.changesNow,
    },
    methods: row.methods,
    expiresAt: row.expiresAt.toISOString(),
    provedAt: row.provedAt.toISOString(),
  };
}

export interface OpenSession {
  readonly account: string;
  readonly methods: readonly SignInMethod[];
  /** Post to act in; absent: the first one held. */
  readonly post?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly address?: string | undefined;
  /** Instant of the proof, if the session only goes on in another post. */
  readonly provedAt?: string | undefined;
}

interface OwnSessionRow extends Omit<
  OwnSession,
  "openedAt" | "seenAt" | "address" | "userAgent" | "methods"
> {
  readonly methods: SignInMethod[];
  readonly openedAt: Date;
  readonly seenAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

const ownSessionOf = ({
  openedAt,
  seenAt,
  address,
  userAgent,
  ...row
}: OwnSessionRow): OwnSession => ({
  ...row,
  openedAt: openedAt.toISOString(),
  seenAt: seenAt.toISOString(),
  ...(address === null ? {} : { address }),
  ...(userAgent === null ? {} : { userAgent }),
});

/** True once for a set-up link that is valid; in the transaction that writes the account. */
export async function useSetUpLink(tx: Tx, token: string): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE identity.one_time_link SET used_at = now()
    WHERE token_hash = ${tokenHash(token)} AND purpose = 'setup'
      AND used_at IS NULL AND expires_at > now()`.execute(tx);
  return numAffectedRows === 1n;
}

/** Writes an account, unless there is one of that name. @returns whether it is new */
export async function insertAccount(
  db: Database | Tx,
  { account, name, isDemo, passwordHash }: Account,
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`INSERT INTO identity.account (account, name, is_demo, password_hash)
    VALUES (${account}, ${name}, ${isDemo}, ${passwordHash})
    ON CONFLICT (account) DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}

export type SessionStore = ReturnType<typeof createSessionStore>;

// oxlint-disable-next-line max-lines-per-function -- a list of short queries
export function createSessionStore(db: Database, clock: Clock) {
  const today = () => plainDateOf(clock.now());
  const store = {
    async findAccount(account: string): Promise<Account | undefined> {
      const { rows } = await sql<Account>`
        SELECT ${ACCOUNT} FROM identity.account
        WHERE account = ${account} AND disabled_at IS NULL`.execute(db);
      return rows[0];
    },
    async listDemoAccounts(): Promise<readonly Account[]> {
      const { rows } = await sql<Account>`
        SELECT ${ACCOUNT} FROM identity.account WHERE is_demo AND disabled_at IS NULL
        ORDER BY created_at, account`.execute(db);
      return rows;
    },
    async countAccounts(): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM identity.account`.execute(db);
      return rows[0]?.count ?? 0;
    },
    async addAccount(account: Account): Promise<void> {
      await insertAccount(db, account);
    },
    /** Posts the person may act for today. */
    heldPosts: (account: string): Promise<readonly HeldPost[]> => postsOf(db, account, today()),
    /** The post each of these accounts acts in first, in one query. */
    firstPosts: (accounts: readonly string[]) => firstPostsOf(db, accounts, today()),
    /**
     * Opens a session in one post. @returns the token, shown once.
     * @throws RuleViolation session.no-post if the person holds none, or not the wanted one
     */
    async open({ account, methods, post, ...from }: OpenSession): Promise<string> {
      const held = await store.heldPosts(account);
      const chosen = post === undefined ? held[0] : held.find((one) => one.post === post);
      if (chosen === undefined) throw new RuleViolation("session.no-post", {}, { status: 403 });
      const token = newToken();
      const scope = await scopeOfPost(db, chosen);
      await sql`INSERT INTO identity.session
          (token_hash, account, expires_at, post, role, scope, name, title, unit, unit_name, own, resolved_on,
           change_count, methods, user_agent, address, proved_at)
        SELECT ${tokenHash(token)}, account, now() + make_interval(hours => ${SESSION_HOURS}), ${chosen.post},
          ${chosen.role}, ${scope}, name, ${chosen.title}, ${chosen.unit}, ${chosen.unitName},
          ${ownKeysOf(chosen).join("\n")}, ${today()}::date, (SELECT count FROM identity.change_count),
          ${[...methods]}::text[], ${from.userAgent?.slice(0, 200) ?? null}, ${from.address ?? null},
          coalesce(${from.provedAt ?? null}::timestamptz, now())
        FROM identity.account WHERE account = ${account}`.execute(db);
      // Going on in another post is no sign-in.
      if (from.provedAt === undefined)
        await sql`UPDATE identity.account SET last_sign_in_at = now() WHERE account = ${account}`.execute(
          db,
        );
      return token;
    },
    /** The actor of a session that is valid now. Rights that changed since it was opened end it. */
    async findActor(token: string): Promise<Actor | undefined> {
      const hash = tokenHash(token);
      const { rows } = await sql<SessionRow>`
        SELECT session.account, session.name, post, title, session.role, unit, unit_name AS "unitName", scope, own,
          methods, expires_at AS "expiresAt", proved_at AS "provedAt", resolved_on::text AS "resolvedOn",
          session.change_count AS "changeCount", identity.change_count.count AS "changesNow",
          seen_at < now() - interval '1 minute' AS "isStale"
        FROM identity.session JOIN identity.account USING (account) CROSS JOIN identity.change_count
        WHERE token_hash = ${hash} AND expires_at > now() AND disabled_at IS NULL
          AND seen_at > now() - make_interval(mins => ${IDLE_MINUTES})`.execute(db);
      const [row] = rows;
      if (row === undefined) return undefined;
      if (row.isStale)
        await sql`UPDATE identity.session SET seen_at = now() WHERE token_hash = ${hash}`.execute(
          db,
        );
      if (row.changeCount === row.changesNow && row.resolvedOn === today()) return actorOfRow(row);
      return resolveAgain(hash, row);
    },
    async close(token: string): Promise<void> {
      await sql`DELETE FROM identity.session WHERE token_hash = ${tokenHash(token)}`.execute(db);
    },
    /** Ends every session of a person: password reset, account closed. */
    async closeAll(account: string): Promise<void> {
      await sql`DELETE FROM identity.session WHERE account = ${account}`.execute(db);
    },
    /** Sessions of a person that are valid now, the newest first; `token` is the one that asks. */
    async listOwn(account: string, token: string): Promise<readonly OwnSession[]> {
      const { rows } = await sql<OwnSessionRow>`
        SELECT id, token_hash = ${tokenHash(token)} AS "isThis", title AS post, methods,
          created_at AS "openedAt", seen_at AS "seenAt", address, user_agent AS "userAgent"
        FROM identity.session WHERE account = ${account} AND expires_at > now()
          AND seen_at > now() - make_interval(mins => ${IDLE_MINUTES})
        ORDER BY seen_at DESC`.execute(db);
      return rows.map(ownSessionOf);
    },
    /** Ends one of the person's sessions by its name. @returns false if there is none */
    async closeOwn(account: string, id: string): Promise<boolean> {
      const { numAffectedRows } = await sql`DELETE FROM identity.session
        WHERE account = ${account} AND id::text = ${id}`.execute(db);
      return numAffectedRows === 1n;
    },
    /** Ends every session of the person but this one. */
    async closeOthers(account: string, token: string): Promise<void> {
      await sql`DELETE FROM identity.session
        WHERE account = ${account} AND token_hash <> ${tokenHash(token)}`.execute(db);
    },
    async sweep(): Promise<void> {
      await sql`DELETE FROM identity.session WHERE expires_at < now()
        OR seen_at < now() - make_interval(mins => ${IDLE_MINUTES})`.execute(db);
      await sweepScopes(db);
    },
    async addOneTimeLink(token: string, purpose: string): Promise<void> {
      await sql`INSERT INTO identity.one_time_link (token_hash, purpose, expires_at)
        VALUES (${tokenHash(token)}, ${purpose}, now() + interval '24 hours')`.execute(db);
    },
  };

  /** The same post with the same role, unit and scope goes on; anything else must be signed in to again. */
  async function resolveAgain(hash: Buffer, row: SessionRow): Promise<Actor | undefined> {
    const held = (await store.heldPosts(row.account)).find(({ post }) => post === row.post);
    const scope = held === undefined ? undefined : await scopeOfPost(db, held);
    const isSame =
      held !== undefined &&
      scope === row.scope &&
      held.role === row.role &&
      held.unit === row.unit &&
      ownKeysOf(held).join("\n") === row.own;
    if (!isSame) {
      await sql`DELETE FROM identity.session WHERE token_hash = ${hash}`.execute(db);
      return undefined;
    }
    await sql`UPDATE identity.session SET resolved_on = ${today()}::date, change_count = ${row.changesNow},
        title = ${held.title}, unit_name = ${held.unitName} WHERE token_hash = ${hash}`.execute(db);
    return actorOfRow({ ...row, title: held.title, unitName: held.unitName });
  }
  return store;
}
