/** What the public login sees of the log; on a portal host that stands apart, all there is of it. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { HASH_BYTES } from "./hash.ts";
import { BLOCK_HASHES } from "./node-block.ts";
import type { StoredCheckpoint } from "./witness.store.ts";

/** A checkpoint is given with the cosignatures that are there, as one note. */
const COSIGNED = sql`(SELECT size, note FROM released.log_cosigned WHERE kind = 'latest') AS cosigned
  USING (size)`;

/** The newest checkpoint. */
export async function readLatestCheckpoint(
  publicDb: Database,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<StoredCheckpoint>`
    SELECT size, root, coalesce(cosigned.note, log_checkpoint.note) AS note, signed_at AS "signedAt"
    FROM released.log_checkpoint LEFT JOIN ${COSIGNED}
    ORDER BY size DESC LIMIT 1`.execute(publicDb);
  return rows[0];
}

export interface SignedLog extends StoredCheckpoint {
  readonly origin: string;
  readonly vkey: string;
  /** Of the log's SM2 key; null in a log that has none yet. */
  readonly sm2Vkey: string | null;
}

/** The newest checkpoint with the name and the key of the log; undefined before the first. */
export async function readSignedLog(publicDb: Database | Tx): Promise<SignedLog | undefined> {
  const { rows } = await sql<SignedLog>`
    SELECT size, root, coalesce(cosigned.note, log_checkpoint.note) AS note, signed_at AS "signedAt", origin, vkey,
           sm2_vkey AS "sm2Vkey"
    FROM released.log_checkpoint LEFT JOIN ${COSIGNED} CROSS JOIN released.log
    ORDER BY size DESC LIMIT 1`.execute(publicDb);
  return rows[0];
}

/** Hashes `width` from the start of a row of nodes; undefined if it does not hold so many. */
export async function readTile(
  publicDb: Database,
  { level, block, width }: { level: number; block: number; width: number },
): Promise<Buffer | undefined> {
  const bytes = width * HASH_BYTES;
  const { rows } = await sql<{ hashes: Buffer }>`
    SELECT substring(hashes FROM 1 FOR ${bytes}) AS hashes FROM released.log_node
    WHERE level = ${level} AND block = ${block} AND octet_length(hashes) >= ${bytes}`.execute(
    publicDb,
  );
  return rows[0]?.hashes;
}

/** Leaf data of `width` leaves from the start of a block, one after the other; undefined if there are not so many. */
export async function readEntries(
  publicDb: Database,
  { block, width }: { block: number; width: number },
): Promise<Buffer | undefined> {
  const first = block * BLOCK_HASHES;
  const { rows } = await sql<{ entries: Buffer }>`
    SELECT string_agg(digest, ''::bytea ORDER BY leaf_index) AS entries FROM released.log_entry
    WHERE leaf_index >= ${first}::bigint AND leaf_index < ${first + width}::bigint
    HAVING count(*) = ${width}`.execute(publicDb);
  return rows[0]?.entries;
}
