/** All tables again from the facts. The result equals what is there (test). */
import { sql } from "kysely";

import { type Database, inTransaction, type Tx } from "../database.ts";
import { PROJECTION_LOCK, project } from "./record.ts";
import type { FactRegistry, StoredFact } from "./registry.ts";
import { STORED_FACT } from "./stored-fact.ts";

const PAGE = 5000;

export interface RebuildReport {
  readonly facts: number;
  readonly seconds: number;
}

/** Empties every projection and replays; recording waits meanwhile, readers see the old tables. */
export async function rebuild(db: Database, registry: FactRegistry): Promise<RebuildReport> {
  const begin = performance.now();
  const facts = await inTransaction(db, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${PROJECTION_LOCK})`.execute(tx);
    for (const projection of registry.projections) {
      for (const table of projection.tables) await sql`DELETE FROM ${sql.table(table)}`.execute(tx);
    }
    const count = await replay(tx, registry);
    await retractCorrected(tx, registry);
    return count;
  });
  return { facts, seconds: (performance.now() - begin) / 1000 };
}

async function replay(tx: Tx, registry: FactRegistry): Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  let count = 0;
  for (;;) {
    const { rows } = await sql<StoredFact>`
      SELECT ${STORED_FACT} FROM fact.fact WHERE id > ${after}::uuid ORDER BY id LIMIT ${PAGE}`.execute(
      tx,
    );
    const last = rows.at(-1);
    if (last === undefined) return count;
    await project(tx, registry, rows);
    count += rows.length;
    after = last.id;
  }
}

async function retractCorrected(tx: Tx, registry: FactRegistry): Promise<void> {
  const { rows } = await sql<StoredFact>`
    SELECT ${STORED_FACT} FROM fact.fact
    WHERE id IN (SELECT corrects FROM fact.fact WHERE corrects IS NOT NULL)`.execute(tx);
  for (const projection of registry.projections) {
    const own = rows.filter((fact) => registry.projectionOf(fact.kind) === projection);
    if (own.length > 0) await projection.retract(tx, own);
  }
}
