/** Reads as the console's login, inside a transaction that says who reads: row-level security is the second wall. */
import { sql } from "kysely";

import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../database.ts";

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

export interface ScopedReader {
  /** Runs reads that see only what the scope allows. Nothing can be written. */
  read<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
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

export function createScopedReader(db: Database, clock: Clock): ScopedReader {
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
    async read(scope, work) {
      const day = plainDateOf(clock.now());
      const { recused, all } = await contextOf(scope, day);
      return db
        .transaction()
        .setAccessMode("read only")
        .execute(async (tx) => {
          await sql`SELECT set_config('mingjing.scope', ${scope.id}, true),
            set_config('mingjing.person', ${scope.person}, true),
            set_config('mingjing.own', ${scope.own.join("\n")}, true),
            set_config('mingjing.recused', ${recused}, true),
            set_config('mingjing.all', ${all}, true),
            set_config('mingjing.day', ${day}, true)`.execute(tx);
          return work(tx);
        });
    },
  };
}
