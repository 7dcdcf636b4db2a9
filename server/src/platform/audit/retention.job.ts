/** Takes records older than the retention out of the searchable table, and records that it did. */
import { sql } from "kysely";

import { LEAST_RETENTION_DAYS } from "../../../../contract/src/audit.ts";
import { type Database, inTransaction } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import type { Job } from "../module.ts";
import { findRetention } from "./retention.store.ts";

const DAY_MS = 86_400_000;
const EVERY_SECONDS = 6 * 3600;

export interface RetentionDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  /** Of the operator, which only ever lengthens. */
  readonly configured: number | undefined;
}

/**
 * Sweep and its fact are one transaction. @returns rows that left
 * @throws Error for less than 180 days
 */
export async function applyRetention(
  { db, registry, days }: Pick<RetentionDeps, "db" | "registry"> & { readonly days: number },
  now: Date,
): Promise<number> {
  if (days < LEAST_RETENTION_DAYS)
    throw new Error(`retention of ${days} days: give at least ${LEAST_RETENTION_DAYS}`);
  const before = new Date(now.getTime() - days * DAY_MS).toISOString();
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ swept: number; digestOfIds: string }>`
      SELECT swept, digest_of_ids AS "digestOfIds" FROM audit.sweep(${before}::timestamptz)`.execute(
      tx,
    );
    const [{ swept, digestOfIds } = { swept: 0, digestOfIds: "" }] = rows;
    if (swept === 0) return 0;
    await recordFact(tx, registry, {
      kind: "audit.retention-applied",
      source: "mingjing",
      sourceId: `audit/retention/${before}`,
      subject: "audit:retention",
      occurredAt: now.toISOString(),
      payload: { before, rows: swept, digestOfIds, days },
    });
    return swept;
  });
}

/** What the term in force says; the database refuses less than 180 days, too. */
export const retentionJob = ({ db, registry, configured }: RetentionDeps): Job => ({
  name: "audit.retention",
  everySeconds: EVERY_SECONDS,
  async run(now) {
    const { days } = await findRetention(db, configured);
    await applyRetention({ db, registry, days }, now);
  },
});
