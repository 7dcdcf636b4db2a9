/** Rows of the log as they are stored, for looking at all of them again. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";

interface StoredLeaf {
  readonly index: number;
  readonly leafHash: Buffer;
}

/** Leaves from `from` up to, not including, `to`. */
export async function readLeaves(
  db: Database,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly StoredLeaf[]> {
  const { rows } = await sql<StoredLeaf>`
    SELECT leaf_index AS index, leaf_hash AS "leafHash" FROM witness.leaf
    WHERE leaf_index >= ${from}::bigint AND leaf_index < ${to}::bigint ORDER BY leaf_index`.execute(
    db,
  );
  return rows;
}

/** All stored hashes of a level, one after the other. */
export async function readLevel(db: Database, level: number): Promise<Buffer> {
  const { rows } = await sql<{ hashes: Buffer }>`
    SELECT hashes FROM witness.node WHERE level = ${level} ORDER BY block`.execute(db);
  return Buffer.concat(rows.map(({ hashes }) => hashes));
}
