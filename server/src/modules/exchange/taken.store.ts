/** Packages of facts that were taken in. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";
import type { AppliedPackage, Chain } from "./sequence.ts";

/** Of each source; backups keep the table whole. */
const KEPT = 100;

export interface TakenCounts {
  readonly lines: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

export async function findChain(
  db: Database,
  { source, sequence }: { readonly source: string; readonly sequence: number },
): Promise<Chain> {
  const { rows } = await sql<AppliedPackage>`
    SELECT sequence, sha256 FROM exchange.taken WHERE source = ${source}
      AND (sequence = ${sequence}
           OR sequence = (SELECT max(sequence) FROM exchange.taken WHERE source = ${source}))
    ORDER BY sequence`.execute(db);
  return { last: rows.at(-1), same: rows.find((row) => row.sequence === sequence) };
}

export interface Taken extends AppliedPackage {
  readonly source: string;
  readonly madeAt: string;
  readonly at: Date;
  readonly counts: TakenCounts;
}

export async function insertTaken(
  db: Database,
  { source, sequence, sha256, madeAt, at, counts }: Taken,
): Promise<void> {
  await sql`INSERT INTO exchange.taken (source, sequence, sha256, made_at, taken_at, counts)
    VALUES (${source}, ${sequence}, ${sha256}, ${madeAt}, ${at}, ${JSON.stringify(counts)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(db);
  await sql`DELETE FROM exchange.taken WHERE source = ${source} AND sequence <= ${sequence - KEPT}`.execute(
    db,
  );
}

/** The last package of each source. */
export async function listTaken(
  db: Database,
): Promise<readonly { source: string; sequence: number; takenAt: Date }[]> {
  const { rows } = await sql<{ source: string; sequence: number; takenAt: Date }>`
    SELECT DISTINCT ON (source) source, sequence, taken_at AS "takenAt" FROM exchange.taken
    ORDER BY source, sequence DESC`.execute(db);
  return rows;
}

/** True if the source was registered, as every sender of facts must be. */
export async function isRegistered(db: Database, source: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM fact.fact
    WHERE kind = 'intake.source-registered' AND subject = ${`source:${source}`} LIMIT 1`.execute(
    db,
  );
  return rows.length > 0;
}
