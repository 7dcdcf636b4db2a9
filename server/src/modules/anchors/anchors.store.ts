/** Queue of checkpoints to anchor, how each chain answers, and when receipts are looked at again. */
import { sql } from "kysely";

import type { AnchorReceipt } from "../../../../contract/src/anchors.ts";
import type { Database, Tx } from "../../platform/database.ts";

/** A process that was killed is believed to work for so long. */
const CLAIM_SECONDS = 120;

export const addChain = (db: Database, chain: string): Promise<unknown> =>
  sql`INSERT INTO anchors.chain (chain) VALUES (${chain}) ON CONFLICT DO NOTHING`.execute(db);

/** One process at a time. @returns false if another works, or the chain is to be left in peace until later */
export async function claimChain(db: Database, chain: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    UPDATE anchors.chain SET claimed_until = now() + ${CLAIM_SECONDS} * interval '1 second'
    WHERE chain = ${chain} AND (claimed_until IS NULL OR claimed_until < now())
      AND (next_at IS NULL OR next_at <= ${now}) RETURNING 1`.execute(db);
  return rows.length > 0;
}

export const keepClaim = (db: Database, chain: string): Promise<unknown> =>
  sql`UPDATE anchors.chain SET claimed_until = now() + ${CLAIM_SECONDS} * interval '1 second'
      WHERE chain = ${chain}`.execute(db);

export const freeChain = (db: Database, chain: string): Promise<unknown> =>
  sql`UPDATE anchors.chain SET claimed_until = NULL WHERE chain = ${chain}`.execute(db);

interface Due {
  readonly chain: string;
  readonly size: number;
  readonly requestId: string;
  readonly now: Date;
  /** Nothing is queued if the last was queued after it. */
  readonly notSince: Date;
}

/**
 * Queues a checkpoint, if the log holds more than receipts and roots since the one queued before: a receipt is a fact, and
 * would otherwise be the reason of the next anchor for ever.
 */
export async function queueCheckpoint(db: Database, due: Due): Promise<boolean> {
  const { chain, size, requestId, now, notSince } = due;
  const { rows } = await sql`
    WITH taken AS (
      UPDATE anchors.chain SET queued_at = ${now}, queued_size = ${size}
      WHERE chain = ${chain} AND queued_size < ${size}
        AND (queued_at IS NULL OR queued_at <= ${notSince})
        AND EXISTS (SELECT FROM witness.leaf JOIN fact.fact ON fact.id = leaf.fact_id
                    WHERE leaf_index >= queued_size AND leaf_index < ${size}
                      AND kind NOT LIKE 'anchors.%' AND kind <> 'witness.roots-recorded')
      RETURNING 1)
    INSERT INTO anchors.queued (chain, size, request_id, queued_at)
    SELECT ${chain}, ${size}, ${requestId}::uuid, ${now} FROM taken
    ON CONFLICT DO NOTHING RETURNING 1`.execute(db);
  return rows.length > 0;
}

export const queueAgain = (tx: Tx, row: Omit<Due, "notSince">): Promise<unknown> =>
  sql`INSERT INTO anchors.queued (chain, size, request_id, queued_at)
      VALUES (${row.chain}, ${row.size}, ${row.requestId}, ${row.now}) ON CONFLICT DO NOTHING`.execute(
    tx,
  );

export interface Queued {
  readonly size: number;
  readonly requestId: string;
  readonly note: string;
}

/** The next to hand over: those tried least often first, so that one that is refused holds up no other. */
export async function readNext(db: Database, chain: string): Promise<Queued | undefined> {
  const { rows } = await sql<Queued>`
    SELECT size, request_id AS "requestId", note
    FROM anchors.queued JOIN witness.checkpoint USING (size)
    WHERE chain = ${chain} ORDER BY attempts, size LIMIT 1`.execute(db);
  return rows[0];
}

/** @returns false if it is no longer there: another process was quicker */
export async function takeFromQueue(
  tx: Tx,
  { chain, size, requestId }: Pick<Due, "chain" | "size" | "requestId">,
): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM anchors.queued WHERE chain = ${chain} AND size = ${size} AND request_id = ${requestId}
    RETURNING 1`.execute(tx);
  return rows.length > 0;
}

export const noteAnswer = (db: Database | Tx, chain: string, now: Date): Promise<unknown> =>
  sql`UPDATE anchors.chain SET answered_at = ${now}, failing_since = NULL, failures = 0, failure = NULL, next_at = NULL
      WHERE chain = ${chain}`.execute(db);

/** In a block soon: no outage. */
export const notePending = (db: Database, chain: string, nextAt: Date): Promise<unknown> =>
  sql`UPDATE anchors.chain SET next_at = ${nextAt} WHERE chain = ${chain}`.execute(db);

interface Trouble {
  readonly chain: string;
  /** The row that was being handed over, if any. */
  readonly size: number | undefined;
  readonly failure: string;
  readonly now: Date;
  readonly waitAfter: (failures: number) => number;
}

/** @returns true if the outage begins */
export async function noteTrouble(db: Database, trouble: Trouble): Promise<boolean> {
  const { chain, size, failure, now, waitAfter } = trouble;
  const { rows } = await sql<{ failures: number }>`
    UPDATE anchors.chain SET failures = failures + 1, failure = ${failure.slice(0, 200)},
           failing_since = coalesce(failing_since, ${now})
    WHERE chain = ${chain} RETURNING failures`.execute(db);
  const failures = rows[0]?.failures ?? 1;
  const nextAt = new Date(now.getTime() + waitAfter(failures) * 1000);
  await notePending(db, chain, nextAt);
  await sql`UPDATE anchors.queued SET attempts = attempts + 1
            WHERE chain = ${chain} AND size = ${size ?? -1}`.execute(db);
  return failures === 1;
}

export interface HeldReceipt {
  readonly factId: string;
  readonly size: number;
  readonly receipt: AnchorReceipt;
  readonly misses: number;
}

interface Believed {
  /** Receipts of up to this age are looked at more often. */
  readonly youngFrom: Date;
  readonly youngUnseenSince: Date;
  readonly oldUnseenSince: Date;
  /** After a first miss. */
  readonly missedSince: Date;
  readonly limit: number;
}

/** Receipts that are to be held against the chain again, newest first. */
export async function readToCheck(
  db: Database,
  chain: string,
  believed: Believed,
): Promise<readonly HeldReceipt[]> {
  const { youngFrom, youngUnseenSince, oldUnseenSince, missedSince, limit } = believed;
  const { rows } = await sql<HeldReceipt>`
    SELECT fact_id AS "factId", size, receipt, coalesce(misses, 0) AS misses
    FROM anchors.receipt LEFT JOIN anchors.look ON look.receipt_fact = receipt.fact_id
    WHERE chain = ${chain} AND NOT EXISTS (SELECT FROM anchors.lost WHERE lost.receipt_fact = receipt.fact_id)
      AND (looked_at IS NULL OR looked_at <= CASE
             WHEN misses > 0 THEN ${missedSince}::timestamptz
             WHEN anchored_at > ${youngFrom} THEN ${youngUnseenSince}::timestamptz
             ELSE ${oldUnseenSince}::timestamptz END)
    ORDER BY size DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** @returns misses in a row */
export async function noteLook(
  db: Database,
  { factId, holds, now }: { factId: string; holds: boolean; now: Date },
): Promise<number> {
  const { rows } = await sql<{ misses: number }>`
    INSERT INTO anchors.look (receipt_fact, looked_at, misses)
    VALUES (${factId}, ${now}, ${holds ? 0 : 1})
    ON CONFLICT (receipt_fact) DO UPDATE SET looked_at = excluded.looked_at,
      misses = CASE WHEN ${holds} THEN 0 ELSE look.misses + 1 END
    RETURNING misses`.execute(db);
  return rows[0]?.misses ?? 0;
}

export interface ChainStatus {
  readonly chain: string;
  readonly waiting: number;
  readonly waitingSince: Date | null;
  readonly anchored: number;
  readonly lost: number;
  readonly lastSize: number | null;
  readonly lastAnchoredAt: Date | null;
  readonly failingSince: Date | null;
  readonly failures: number;
  readonly failure: string | null;
  readonly nextAt: Date | null;
}

export async function readStatus(db: Database): Promise<readonly ChainStatus[]> {
  const { rows } = await sql<ChainStatus>`
    SELECT chain, failing_since AS "failingSince", failures, failure, next_at AS "nextAt",
           (SELECT count(*) FROM anchors.queued WHERE queued.chain = chain.chain) AS waiting,
           (SELECT min(queued_at) FROM anchors.queued WHERE queued.chain = chain.chain) AS "waitingSince",
           (SELECT count(*) FROM anchors.receipt WHERE receipt.chain = chain.chain) AS anchored,
           (SELECT count(*) FROM anchors.lost JOIN anchors.receipt ON receipt.fact_id = receipt_fact
            WHERE receipt.chain = chain.chain) AS lost,
           newest.size AS "lastSize", newest.anchored_at AS "lastAnchoredAt"
    FROM anchors.chain LEFT JOIN LATERAL (
      SELECT size, anchored_at FROM released.anchor WHERE anchor.chain = chain.chain
      ORDER BY size DESC LIMIT 1) AS newest ON true
    ORDER BY chain`.execute(db);
  return rows;
}

const SHOWN = 8;

export interface ShownAnchor {
  readonly chain: AnchorReceipt["chain"];
  readonly size: number;
  readonly anchoredAt: string;
  readonly blockHeight: number;
  /** 存证编号 or transaction. */
  readonly number: string;
}

/** The newest anchors, for everybody: through the public login. */
export async function listAnchors(publicDb: Database): Promise<readonly ShownAnchor[]> {
  const { rows } = await sql<ShownAnchor>`
    SELECT chain, size, receipt ->> 'anchoredAt' AS "anchoredAt", (receipt -> 'blockHeight')::int8 AS "blockHeight",
           coalesce(receipt ->> 'evidenceNo', receipt ->> 'transaction') AS number
    FROM released.anchor ORDER BY anchored_at DESC, chain LIMIT ${SHOWN}`.execute(publicDb);
  return rows;
}
