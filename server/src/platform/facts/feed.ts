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
  /** True for one that asks only which facts there are: their payload is `undefined`. */
  readonly isBlind?: boolean;
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
}

const DEFAULT_BATCH = 2000;

/** As much as is looked through at once for each subscriber that is behind. */
const PASS_PAGE = 500;

/**
 * Moves every subscriber that wants none of the facts before it, and makes the cursor rows of new ones.
 * @returns those for which there are facts, or may be: `pollOnce` reads them
 */
export async function passFeed(
  db: Database,
  subscribers: readonly Subscriber[],
): Promise<readonly Subscriber[]> {
  const names = subscribers.map(({ name }) => name);
  const wanted = Object.fromEntries(
    subscribers.flatMap(({ name, kinds }) => (kinds === "all" ? [] : [[name, kinds]])),
  );
  const { rows } = await sql<{ name: string }>`
    SELECT fact.pass_feed(${names}::text[], ${JSON.stringify(wanted)}::jsonb, ${PASS_PAGE}) AS name`.execute(
    db,
  );
  const behind = new Set(rows.map(({ name }) => name));
  return subscribers.filter(({ name }) => behind.has(name));
}

/**
 * Makes the cursor row if it is new. While another node works on it there is nothing to do, unless the
 * caller wants to wait for its end. @returns true when facts were read (there may be more).
 */
export async function pollOnce(
  db: Database,
  subscriber: Subscriber,
  { isWaiting = false, isKnown = false } = {},
): Promise<boolean> {
  // Who passed the feed has a row.
  if (!isKnown)
    await sql`INSERT INTO fact.feed_cursor (subscriber) VALUES (${subscriber.name})
              ON CONFLICT DO NOTHING`.execute(db);
  return inTransaction(db, async (tx) => {
    const { rows: cursors } = await sql<FeedPosition>`
      SELECT epoch, xid::text AS xid, id FROM fact.feed_cursor
      WHERE subscriber = ${subscriber.name}
      FOR UPDATE ${isWaiting ? sql`` : sql`SKIP LOCKED`}`.execute(tx);
    const cursor = cursors[0];
    if (cursor === undefined) return false;
    const end = await endOfPage(tx, cursor, subscriber.batch ?? DEFAULT_BATCH);
    if (end === undefined) return false;
    const wanted = await readPage(tx, subscriber, { cursor, end });
    if (wanted.length > 0) await subscriber.handle(tx, wanted);
    await sql`UPDATE fact.feed_cursor SET epoch = ${end.epoch}, xid = ${end.xid}::xid8, id = ${end.id}
              WHERE subscriber = ${subscriber.name}`.execute(tx);
    return true;
  });
}

/** The last of the next facts, of whatever kind: from the index alone. */
async function endOfPage(
  tx: Tx,
  cursor: FeedPosition,
  batch: number,
): Promise<FeedPosition | undefined> {
  // Qualified: the bare name would be the text of the output, and '1000' sorts before '999'.
  const { rows } = await sql<FeedPosition>`
    SELECT page.epoch, page.xid::text AS xid, page.id FROM (
      SELECT epoch, xid, id FROM fact.fact
      WHERE (epoch, xid, id) > (${cursor.epoch}::smallint, ${cursor.xid}::xid8, ${cursor.id}::uuid)
        AND ${HAS_ENDED}
      ORDER BY epoch, xid, id
      LIMIT ${batch}
    ) AS page
    ORDER BY page.epoch DESC, page.xid DESC, page.id DESC LIMIT 1`.execute(tx);
  return rows[0];
}

interface Page {
  readonly cursor: FeedPosition;
  /** Of a transaction that has ended, as have all older ones: nothing can be added before it. */
  readonly end: FeedPosition;
}

async function readPage(
  tx: Tx,
  { kinds, isBlind = false }: Subscriber,
  { cursor, end }: Page,
): Promise<readonly Row[]> {
  const isAll = kinds === "all";
  const { rows } = await sql<Row>`
    SELECT id, kind, source, subject, epoch, xid::text AS xid, digest, ${OCCURRED_AT} AS "occurredAt",
           ${isAll || isBlind ? sql`NULL` : sql`payload`} AS payload
    FROM fact.fact
    WHERE (epoch, xid, id) > (${cursor.epoch}::smallint, ${cursor.xid}::xid8, ${cursor.id}::uuid)
      AND (epoch, xid, id) <= (${end.epoch}::smallint, ${end.xid}::xid8, ${end.id}::uuid)
      ${isAll ? sql`` : sql`AND kind = ANY (${[...kinds]}::text[])`}
    ORDER BY fact.epoch, fact.xid, fact.id`.execute(tx);
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
