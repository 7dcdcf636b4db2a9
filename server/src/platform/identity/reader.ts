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
}

export interface ScopedReader {
  /** Runs reads that see only what the scope allows. Nothing can be written. */
  read<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
}

export function createScopedReader(db: Database, clock: Clock): ScopedReader {
  return {
    read: (scope, work) =>
      db
        .transaction()
        .setAccessMode("read only")
        .execute(async (tx) => {
          await sql`SELECT set_config('mingjing.scope', ${scope.id}, true),
            set_config('mingjing.person', ${scope.person}, true),
            set_config('mingjing.own', ${scope.own.join("\n")}, true),
            set_config('mingjing.day', ${plainDateOf(clock.now())}, true)`.execute(tx);
          return work(tx);
        }),
  };
}
