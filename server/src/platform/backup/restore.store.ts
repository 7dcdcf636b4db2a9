/** Writes what a backup holds into an empty database. Runs as the owner. */
import { sql } from "kysely";

import type { Database, Tx } from "../database.ts";
import type { KeptTable } from "./backup.store.ts";
import type { CursorsRecord, FactRecord, RowRecord } from "./format.ts";

/** True if nothing was recorded yet. */
export async function isEmpty(db: Database): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM fact.fact LIMIT 1`.execute(db);
  return rows.length === 0;
}

/** Facts with the feed positions they had: the feed, and so the log, keeps its order. */
export async function insertFacts(tx: Tx, facts: readonly FactRecord[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    INSERT INTO fact.fact (id, kind, version, source, source_id, subject, occurred_at, recorded_at, corrects, payload,
                           content_hash, salt, digest, epoch, xid)
    SELECT id, kind, version, source, source_id, subject, occurred_at, recorded_at, corrects, payload,
           decode(content_hash, 'hex'), decode(salt, 'hex'), decode(digest, 'hex'), epoch, xid
    FROM json_to_recordset(${JSON.stringify(facts)}::json)
      AS line (id uuid, kind text, version smallint, source text, source_id text, subject text,
               occurred_at timestamptz, recorded_at timestamptz, corrects uuid, payload jsonb, content_hash text,
               salt text, digest text, epoch smallint, xid xid8)`.execute(tx);
}

/** Rows of one table. A table that is kept whole is replaced: the last group that has it counts. */
export async function writeRows(
  tx: Tx,
  { table, read }: KeptTable,
  rows: readonly RowRecord["row"][],
): Promise<void> {
  if (rows.length === 0) return;
  const name = sql.table(table);
  if (read === "whole") await sql`DELETE FROM ${name}`.execute(tx);
  await sql`
    INSERT INTO ${name} OVERRIDING SYSTEM VALUE
    SELECT * FROM json_populate_recordset(NULL::${name}, ${JSON.stringify(rows)}::json)`.execute(
    tx,
  );
}

/** Facts recorded from now on come after all restored ones in the feed: transaction ids start again. */
export async function startNextEpoch(db: Database): Promise<void> {
  await sql`
    INSERT INTO fact.epoch (epoch)
    SELECT greatest((SELECT max(epoch) FROM fact.epoch), (SELECT max(epoch) FROM fact.fact)) + 1`.execute(
    db,
  );
}

/** Sequences of a table's key go on after the restored rows. */
export async function advanceKey(db: Database, { table, read, key }: KeptTable): Promise<void> {
  if (read === "whole") return;
  await sql`
    SELECT setval(sequence::regclass, (SELECT max(${sql.ref(key)}) FROM ${sql.table(table)}))
    FROM pg_get_serial_sequence(${table}, ${key}) AS sequence
    WHERE sequence IS NOT NULL AND EXISTS (SELECT FROM ${sql.table(table)})`.execute(db);
}

/** Subscribers go on where they stood, except those named: they read everything again. */
export async function writeCursors(
  db: Database,
  cursors: CursorsRecord["cursors"],
  except: readonly string[],
): Promise<void> {
  for (const { subscriber, epoch, xid, id } of cursors) {
    if (except.includes(subscriber)) continue;
    await sql`
      INSERT INTO fact.feed_cursor (subscriber, epoch, xid, id)
      VALUES (${subscriber}, ${epoch}, ${xid}::xid8, ${id}::uuid)
      ON CONFLICT (subscriber) DO NOTHING`.execute(db);
  }
}

export async function analyse(db: Database): Promise<void> {
  await sql`ANALYZE`.execute(db);
}
