/** Set-based writes: an array of objects becomes rows of a table in one statement. */
import { sql } from "kysely";

import type { Tx } from "../database.ts";

/** Inserts objects whose keys are the table's column names; a fact projected twice changes nothing. */
export async function insertRows(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`${insertion(table, rows)} ON CONFLICT DO NOTHING`.execute(tx);
}

/** Rows of several tables in one statement: for few rows the round trip is what costs. */
export async function insertTables(
  tx: Tx,
  tables: Iterable<readonly [table: string, rows: readonly object[]]>,
): Promise<void> {
  const parts = [...tables]
    .filter(([, rows]) => rows.length > 0)
    .map(
      ([table, rows], index) =>
        sql`${sql.id(`part${index}`)} AS (${insertion(table, rows)} ON CONFLICT DO NOTHING)`,
    );
  if (parts.length > 0) await sql`WITH ${sql.join(parts)} SELECT`.execute(tx);
}

/** The same for rows that must be new. @throws DatabaseError unique violation */
export async function addRows(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await insertion(table, rows).execute(tx);
}

const insertion = (table: string, rows: readonly object[]) =>
  sql`INSERT INTO ${sql.table(table)}
    SELECT * FROM json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::json)`;

/** Deletes the rows that these facts made. */
export async function deleteByFact(
  tx: Tx,
  tables: readonly string[],
  factIds: readonly string[],
): Promise<void> {
  for (const table of tables) {
    await sql`DELETE FROM ${sql.table(table)} WHERE fact_id = ANY (${factIds}::uuid[])`.execute(tx);
  }
}
