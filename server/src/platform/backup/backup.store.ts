/** Reads what a backup holds. */
import { sql } from "kysely";

import type { Database } from "../database.ts";
import { type FeedPosition, HAS_ENDED } from "../facts/feed.ts";
import { OCCURRED_AT } from "../facts/stored-fact.ts";
import type { CursorsRecord } from "./format.ts";

/** A table that is neither made of facts nor follows from them. */
export interface KeptTable {
  /** With its schema. */
  readonly table: string;
  /**
   * How rows are read. `feed`: it has the columns epoch, xid (xid8) and a bigint `key`; rows are only added.
   * `key`: rows are added by one writer with a growing bigint `key`. `whole`: small, read again when it changed.
   */
  readonly read: "feed" | "key" | "whole";
  /** Column; for `whole` the order. */
  readonly key: string;
}

interface Line extends FeedPosition {
  readonly line: string;
}

/** Facts after a position whose transactions, and all before them, have ended. */
export async function readFactLines(
  db: Database,
  after: FeedPosition,
  limit: number,
): Promise<readonly Line[]> {
  const { rows } = await sql<Line>`
    SELECT epoch, xid::text AS xid, id, (CASE WHEN EXISTS (SELECT FROM fact.erased WHERE fact_id = id)
      THEN jsonb_build_object('erased', true) ELSE '{}' END || jsonb_build_object(
        'record', 'fact', 'epoch', epoch, 'xid', xid, 'id', id, 'kind', kind, 'version', version, 'source', source,
        'source_id', source_id, 'subject', subject, 'occurred_at', ${OCCURRED_AT},
        'recorded_at', to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'corrects', corrects, 'content_hash', encode(content_hash, 'hex'), 'salt', encode(salt, 'hex'),
        'digest', encode(digest, 'hex'), 'payload', payload))::text AS line
    FROM fact.fact
    WHERE (epoch, xid, id) > (${after.epoch}::smallint, ${after.xid}::xid8, ${after.id}::uuid)
      AND ${HAS_ENDED}
    ORDER BY fact.epoch, fact.xid, fact.id
    LIMIT ${limit}`.execute(db);
  return rows;
}

/** Cursors of the feed and the last fact anybody can see: once a backup has that fact, the cursors are true of it. */
export async function readCursors(
  db: Database,
): Promise<{ readonly cursors: CursorsRecord["cursors"]; readonly until: FeedPosition }> {
  const { rows } = await sql<{ cursors: CursorsRecord["cursors"]; until: FeedPosition }>`
    SELECT (SELECT coalesce(json_agg(json_build_object('subscriber', subscriber, 'epoch', epoch, 'xid', xid::text,
                                                       'id', id) ORDER BY subscriber), '[]')
            FROM fact.feed_cursor) AS cursors,
           (SELECT json_build_object('epoch', epoch, 'xid', xid::text, 'id', id)
            FROM fact.fact ORDER BY fact.epoch DESC, fact.xid DESC, fact.id DESC LIMIT 1) AS until`.execute(
    db,
  );
  const row = rows[0];
  if (row === undefined) throw new Error("no row from a query without FROM");
  return { cursors: row.cursors, until: row.until ?? { epoch: 0, xid: "0", id: "" } };
}

/** A row and the place after which reading goes on. */
interface KeptLine {
  readonly place: KeptPlace;
  readonly line: string;
}

/** Last row read of a table, or the hash of a whole one. */
export type KeptPlace = string;

const lineColumn = (table: string) =>
  sql`json_build_object('record', 'row', 'table', ${table}::text, 'row', row_to_json(kept))::text AS line`;

/** Rows after a place. */
export async function readKeptLines(
  db: Database,
  { table, read, key }: KeptTable,
  { after, limit }: { readonly after: KeptPlace | undefined; readonly limit: number },
): Promise<readonly KeptLine[]> {
  const name = sql.table(table);
  const column = sql.ref(`kept.${key}`);
  if (read === "whole") return readWhole(db, { table, read, key }, after);
  const isFeed = read === "feed";
  const [epoch = "0", xid = "0", last = "-1"] = isFeed
    ? (after ?? "0/0/-1").split("/")
    : ["0", "0", after ?? "-1"];
  const place = isFeed ? sql`kept.epoch || '/' || kept.xid || '/' || ${column}` : sql`${column}`;
  const bound = isFeed
    ? sql`(kept.epoch, kept.xid, ${column}) > (${epoch}::smallint, ${xid}::xid8, ${last}::bigint)
          AND ${HAS_ENDED}`
    : sql`${column} > ${last}::bigint`;
  const order = isFeed ? sql`kept.epoch, kept.xid, ${column}` : column;
  const { rows } = await sql<KeptLine>`
    SELECT (${place})::text AS place, ${lineColumn(table)} FROM ${name} AS kept
    WHERE ${bound} ORDER BY ${order} LIMIT ${limit}`.execute(db);
  return rows;
}

async function readWhole(
  db: Database,
  { table, key }: KeptTable,
  before: KeptPlace | undefined,
): Promise<readonly KeptLine[]> {
  const { rows } = await sql<KeptLine>`
    SELECT encode(sha256(convert_to(coalesce(string_agg(kept::text, E'\n') OVER (), ''), 'UTF8')), 'hex') AS place,
           ${lineColumn(table)}
    FROM (SELECT * FROM ${sql.table(table)} ORDER BY ${sql.ref(key)}) AS kept`.execute(db);
  return rows[0]?.place === before ? [] : rows;
}

/** True if the fact of this position is in the store, as it must be where a backup goes on. */
export async function hasFact(db: Database, { id }: FeedPosition): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM fact.fact WHERE id = ${id}::uuid`.execute(db);
  return rows.length > 0;
}
