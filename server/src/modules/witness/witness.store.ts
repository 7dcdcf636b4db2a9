/** Tables of the log. Nodes are kept 256 hashes a row, as C2SP tlog-tiles groups them. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { byteaArray, uuidArray } from "../../platform/facts/binary-array.ts";
import type { FeedFact } from "../../platform/facts/feed.ts";
import { HASH_BYTES, leafHashOf } from "./hash.ts";
import { BLOCK_HASHES, blockParts } from "./node-block.ts";
import {
  appendLeaves,
  appendReads,
  type NodePlace,
  type NodeReader,
  type NodeRun,
} from "./tree.ts";
import { placesRead } from "./tree.ts";

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly signedAt: Date;
}

/** Where nodes are read: the log itself, or what the public login sees of it. */
export type NodeTable = "witness.node" | "witness.sm3_node" | "released.log_node";

/** Reader of the named nodes, fetched in one query. @throws Error (when read) for a node that is not stored */
export async function loadNodes(
  db: Database | Tx,
  table: NodeTable,
  places: readonly NodePlace[],
): Promise<NodeReader> {
  const { rows } = await sql<{ level: number; index: number; hash: Buffer }>`
    SELECT place.level, place.index,
           substring(hashes FROM (place.index % ${BLOCK_HASHES})::int * ${HASH_BYTES} + 1 FOR ${HASH_BYTES}) AS hash
    FROM unnest(${places.map(({ level }) => level)}::smallint[], ${places.map(({ index }) => index)}::bigint[])
           AS place (level, index)
    JOIN ${sql.table(table)} AS node
      ON node.level = place.level AND node.block = place.index / ${BLOCK_HASHES}`.execute(db);
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return (level, index) => {
    const hash = hashes.get(`${level}/${index}`);
    if (hash?.length !== HASH_BYTES) throw new Error(`log node ${level}/${index} is not stored`);
    return hash;
  };
}

/** Runs tree work on nodes of the database: what it reads is found out first, then fetched at once. */
export async function withNodes<T>(
  db: Database | Tx,
  table: NodeTable,
  work: (read: NodeReader) => T,
): Promise<T> {
  return work(await loadNodes(db, table, placesRead(work)));
}

/** Leaves in the log. */
export async function readSize(db: Database | Tx): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    SELECT coalesce(max(leaf_index) + 1, 0)::bigint AS size FROM witness.leaf`.execute(db);
  return rows[0]?.size ?? 0;
}

/** What is in the log, and how much of the feed that takes: with what waits for the next block of sealed facts. */
export async function readProgress(
  db: Database,
): Promise<{ readonly size: number; readonly taken: number }> {
  const { rows } = await sql<{ size: number; waiting: number }>`
    SELECT (SELECT coalesce(max(leaf_index) + 1, 0) FROM witness.leaf)::bigint AS size,
           (SELECT count(*) FROM witness.waiting)::int AS waiting`.execute(db);
  const { size, waiting } = rows[0] ?? { size: 0, waiting: 0 };
  return { size, taken: size + waiting };
}

/** Appends facts in the order given. Writers wait for each other until commit, so that indices have no gap. */
export async function appendFacts(
  tx: Tx,
  facts: readonly Pick<FeedFact, "id" | "digest">[],
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('witness.log', 0))`.execute(tx);
  const size = await readSize(tx);
  const leaves = facts.map(({ digest }) => leafHashOf(digest));
  await sql`
    INSERT INTO witness.leaf (leaf_index, fact_id, leaf_hash)
    SELECT ${size}::bigint + place - 1, fact_id, leaf_hash
    FROM unnest(${uuidArray(facts.map(({ id }) => id))}::uuid[], ${byteaArray(leaves)}::bytea[])
           WITH ORDINALITY AS leaf (fact_id, leaf_hash, place)`.execute(tx);
  const read = await loadNodes(tx, "witness.node", appendReads(size));
  await writeRuns(tx, "witness.node", appendLeaves(read, { size, leaves }));
}

/** Appends to the rows; a row that does not hold what it must is a damaged log, and nothing is written. */
export async function writeRuns(tx: Tx, table: NodeTable, runs: readonly NodeRun[]): Promise<void> {
  const parts = blockParts(runs);
  const { rows } = await sql<{ level: number; block: number; length: number }>`
    INSERT INTO ${sql.table(table)} AS node (level, block, hashes)
    SELECT level, block, hashes
    FROM unnest(${parts.map(({ level }) => level)}::smallint[], ${parts.map(({ block }) => block)}::bigint[],
                ${parts.map(({ bytes }) => bytes)}::bytea[]) AS part (level, block, hashes)
    ON CONFLICT (level, block) DO UPDATE SET hashes = node.hashes || excluded.hashes
    RETURNING level, block, octet_length(hashes) AS length`.execute(tx);
  const lengths = new Map(rows.map(({ level, block, length }) => [`${level}/${block}`, length]));
  for (const { level, block, before, bytes } of parts) {
    if (lengths.get(`${level}/${block}`) !== before * HASH_BYTES + bytes.length) {
      throw new Error(`${table}: nodes of level ${level}, block ${block} are damaged`);
    }
  }
}

/** Name of the log that a checkpoint is of: the first line of its note. */
export const originOf = (note: string): string => note.slice(0, note.indexOf("\n"));

/** Of checkpoints of one log. */
export const ofLog = (origin: string) => sql`split_part(note, E'\n', 1) = ${origin}`;

/** All checkpoints by size. */
export async function listCheckpoints(db: Database): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await sql<StoredCheckpoint>`
    SELECT size, root, note, signed_at AS "signedAt" FROM witness.checkpoint ORDER BY size`.execute(
    db,
  );
  return rows;
}

/** Size of the newest checkpoint, 0 if there is none. */
export async function readCheckpointSize(db: Database): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    SELECT coalesce(max(size), 0)::bigint AS size FROM witness.checkpoint`.execute(db);
  return rows[0]?.size ?? 0;
}

/** Whether the newest checkpoint, if there is one, is of this log. */
export async function isNewestOf(db: Database, origin: string): Promise<boolean> {
  const { rows } = await sql<{ note: string }>`
    SELECT note FROM witness.checkpoint ORDER BY size DESC LIMIT 1`.execute(db);
  return rows[0] === undefined || originOf(rows[0].note) === origin;
}

/**
 * Name and keys of the log, for whoever reads schema `released` alone. A log has one name: with another one go the
 * cosignatures of the log before.
 */
export async function storeLogKey(
  db: Database | Tx,
  { origin, vkey, sm2Vkey }: Record<"origin" | "vkey" | "sm2Vkey", string>,
): Promise<void> {
  await sql`DELETE FROM released.log_cosigned WHERE NOT ${ofLog(origin)}`.execute(db);
  await sql`WITH renamed AS (DELETE FROM released.log WHERE origin <> ${origin})
    INSERT INTO released.log (origin, vkey, sm2_vkey) VALUES (${origin}, ${vkey}, ${sm2Vkey})
    ON CONFLICT (origin) DO UPDATE SET vkey = excluded.vkey, sm2_vkey = excluded.sm2_vkey
    WHERE (log.vkey, log.sm2_vkey) IS DISTINCT FROM (excluded.vkey, excluded.sm2_vkey)`.execute(db);
}

export async function insertCheckpoint(
  db: Database | Tx,
  checkpoint: StoredCheckpoint,
): Promise<void> {
  const { size, root, note, signedAt } = checkpoint;
  await sql`INSERT INTO witness.checkpoint (size, root, note, signed_at)
            VALUES (${size}, ${root}, ${note}, ${signedAt}) ON CONFLICT DO NOTHING`.execute(db);
}
