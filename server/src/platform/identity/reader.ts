/** Reads as the console's login, inside a transaction that says who reads: row-level security is the second wall. */
import { sql } from "kysely";

import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import { type Database, type DatabaseHandle, isCrowded, type Tx } from "../database.ts";

/** Whose eyes a read uses. Stores take it as their first argument after the database. */
export interface Scope {
  /** Row of identity.scope. */
  readonly id: string;
  readonly person: string;
  /** Keys of rows that are the reader's own. */
  readonly own: readonly string[];
  /** identity.change_count when it was resolved; absent: what follows from the organisation is looked up each time. */
  readonly version?: number;
}

export interface ReadOptions {
  /** One plan is right for every reader and every value: it is made once a connection, not for each read. */
  readonly hasOnePlan?: boolean;
}

export interface ScopedReader {
  /** Runs reads that see only what the scope allows. Nothing can be written. */
  read<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options?: ReadOptions): Promise<T>;
}

/** What follows from scope and organisation, in the form of the settings. */
interface Context {
  /** Keys of parties the person must keep away from, a line each. */
  readonly recused: string;
  /** Matters of which the scope covers every row. */
  readonly all: string;
}

const MOST_CONTEXTS = 20_000;

async function findContext(db: Database, { id, person }: Scope, day: string): Promise<Context> {
  const { rows } = await sql<Context>`
    SELECT array_to_string(identity.recused_keys_of(${person}, ${day}::date), E'\n') AS recused,
      (SELECT coalesce(string_agg(matter, ','), '') FROM identity.scope_cell
       WHERE scope = ${id} AND unit = '*' AND cell = '*') AS "all"`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("no row from a query without FROM");
  return row;
}

/**
 * Who reads is said together with BEGIN, in one message: each message to the database costs about as much as a short
 * list. Several statements in one message take no parameters, so the values stand in it as literals.
 */
async function inReadOnly<T>(
  db: Database,
  settings: Readonly<Record<string, string>>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const values = Object.entries(settings).map(
    ([name, value]) => sql`set_config(${sql.lit(name)}, ${sql.lit(value)}, true)`,
  );
  return db.connection().execute(async (connection) => {
    await sql`BEGIN READ ONLY; SELECT ${sql.join(values)}`.execute(connection);
    try {
      const result = await work(connection as unknown as Tx);
      await sql`COMMIT`.execute(connection);
      return result;
    } catch (error) {
      await sql`ROLLBACK`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

/** @throws RuleViolation service.busy, at once, when too many reads wait already */
export function createScopedReader(
  { db, pool }: Pick<DatabaseHandle, "db" | "pool">,
  clock: Clock,
): ScopedReader {
  const known = new Map<string, Context>();
  /** The organisation's version is part of the key, so nothing here grows stale. */
  async function contextOf(scope: Scope, day: string): Promise<Context> {
    if (scope.version === undefined) return findContext(db, scope, day);
    const key = `${scope.version} ${day} ${scope.id} ${scope.person}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const context = await findContext(db, scope, day);
    if (known.size >= MOST_CONTEXTS) known.clear();
    known.set(key, context);
    return context;
  }
  return {
    async read(scope, work, { hasOnePlan = false } = {}) {
      if (isCrowded(pool)) throw new RuleViolation("service.busy", {}, { status: 503 });
      const day = plainDateOf(clock.now());
      const { recused, all } = await contextOf(scope, day);
      return inReadOnly(
        db,
        {
          "mingjing.scope": scope.id,
          "mingjing.person": scope.person,
          "mingjing.own": scope.own.join("\n"),
          "mingjing.recused": recused,
          "mingjing.all": all,
          "mingjing.day": day,
          ...(hasOnePlan ? { plan_cache_mode: "force_generic_plan" } : {}),
        },
        work,
      );
    },
  };
}
