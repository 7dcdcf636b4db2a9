/**
 * The feed: the fact table is the outbox. A cursor (epoch, xid, id) below the oldest running
 * transaction sees every fact exactly once (polling `id > last` lost 30 % under concurrency).
 */
import { sql } from "kysely";

import { type Database, inTransaction, type Tx } from "../database.ts";
import type { StoredFact } from "./registry.ts";
import { OCCURRED_AT } from "./stored-fact.ts";

/** A fact in the feed. `payload` is given only for the kinds a subscriber asked for. */
export interface FeedFact extends StoredFact {
  readonly digest: Buffer;
}

export interface Subscriber {
  readonly name: string;
  /** Kinds to hand over; "all" gives every fact, without payload. */
  readonly kinds: readonly string[] | "all";
  readonly batch?: number;
  /** Work in the transaction that moves the cursor: once, or not at all. */
  handle(tx: Tx, facts: readonly FeedFact[]): Promise<void>;
}

/** Position in the feed: epoch, transaction (xid8 as decimal text), id. */
export interface FeedPosition {
  readonly epoch: number;
  readonly xid: string;
  readonly id: string;
}

/**
 * True of rows whose transaction, and every older one, has ended: a reader that stays behind this line misses nothing.
 * For tables with the columns epoch and xid of fact.fact.
 */
export const HAS_ENDED = sql`(epoch < (SELECT epoch FROM fact.current_epoch)
  OR xid < pg_snapshot_xmin(pg_current_snapshot()))`;

interface Row extends FeedFact {
  readonly epoch: number;
  readonly xid: string;
  readonly isWanted: boolean;
}

const DEFAULT_BATCH = 2000;

/**
 * Makes the cursor row if it is new. While another node works on it there is nothing to do, unless the
 * caller wants to wait for its end. @returns true when facts were read (there may be more).
 */
export async function pollOnce(
  db: Database,
  subscriber: Subscriber,
  { isWaiting = false } = {},
): Promise<boolean> {
  await sql`INSERT INTO fact.feed_cursor (subscriber) VALUES (${subscriber.name})
            ON CONFLICT DO NOTHING`.execute(db);
  return inTransaction(db, async (tx) => {
    const { rows: cursors } = await sql<FeedPosition>`
      SELECT epoch, xid::text AS xid, id FROM fact.feed_cursor
      WHERE subscriber = ${subscriber.name}
      FOR UPDATE ${isWaiting ? sql`` : sql`SKIP LOCKED`}`.execute(tx);
    const cursor = cursors[0];
    if (cursor === undefined) return false;
    const rows = await readFeed(tx, subscriber, cursor);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const wanted = rows.filter((row) => row.isWanted);
    if (wanted.length > 0) await subscriber.handle(tx, wanted);
    await sql`UPDATE fact.feed_cursor SET epoch = ${last.epoch}, xid = ${last.xid}::xid8, id = ${last.id}
              WHERE subscriber = ${subscriber.name}`.execute(tx);
    return true;
  });
}

async function readFeed(
  tx: Tx,
  subscriber: Subscriber,
  cursor: FeedPosition,
): Promise<readonly Row[]> {
  const all = subscriber.kinds === "all";
  const kinds = subscriber.kinds === "all" ? [] : subscriber.kinds;
  // Of what nobody wants only the last row comes over, so that the cursor can move behind it.
  const { rows } = await sql<Row>`
    SELECT id, kind, source, subject, epoch, xid::text AS xid, digest, "isWanted",
           ${OCCURRED_AT} AS "occurredAt",
           CASE WHEN kind = ANY (${kinds}) THEN payload END AS payload
    FROM (
      SELECT page.*, (${all} OR kind = ANY (${kinds})) AS "isWanted",
             lead(true) OVER (ORDER BY epoch, xid, id) IS NULL AS "isLast"
      FROM (
        SELECT id, kind, source, subject, epoch, xid, digest, occurred_at, payload
        FROM fact.fact
        WHERE (epoch, xid, id) > (${cursor.epoch}::smallint, ${cursor.xid}::xid8, ${cursor.id}::uuid)
          AND ${HAS_ENDED}
        ORDER BY epoch, xid, id
        LIMIT ${subscriber.batch ?? DEFAULT_BATCH}
      ) AS page
    ) AS page
    WHERE "isWanted" OR "isLast"
    -- Qualified: the bare name would be the text above, and '1000' sorts before '999'.
    ORDER BY page.epoch, page.xid, page.id`.execute(tx);
  return rows;
}

/** True when some subscriber has not read every fact that is committed. */
export async function hasUnread(db: Database): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM fact.feed_cursor AS place WHERE EXISTS (
      SELECT 1 FROM fact.fact
      WHERE (fact.epoch, fact.xid, fact.id) > (place.epoch, place.xid, place.id))
    LIMIT 1`.execute(db);
  return rows.length > 0;
}
