/** The tree of the same leaves by SM3. It follows the log, so that sequencing waits for one kind of hash alone. */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import { SM3_TREE } from "./hash.ts";
import { appendLeaves, appendReads, rootOf } from "./tree.ts";
import { loadNodes, withNodes, writeRuns } from "./witness.store.ts";

/** Leaves read at a time. */
const PAGE = 20_000;

/** Leaves in the tree. */
async function readSm3Size(tx: Tx): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    SELECT coalesce((SELECT block * 256 + octet_length(hashes) / 32 FROM witness.sm3_node
                     WHERE level = 0 ORDER BY block DESC LIMIT 1), 0)::bigint AS size`.execute(tx);
  return rows[0]?.size ?? 0;
}

/** Appends the next leaves below `size`. @returns leaves in the tree then. @throws Error when a fact of a leaf is gone */
export async function extendSm3(tx: Tx, size: number): Promise<number> {
  const before = await readSm3Size(tx);
  const after = Math.min(size, before + PAGE);
  if (after <= before) return before;
  const { rows } = await sql<{ digest: Buffer }>`
    SELECT digest FROM witness.leaf JOIN fact.fact ON fact.id = leaf.fact_id
    WHERE leaf_index >= ${before} AND leaf_index < ${after} ORDER BY leaf_index`.execute(tx);
  if (rows.length !== after - before)
    throw new Error(`a leaf between ${before} and ${after} has lost its fact`);
  const leaves = rows.map(({ digest }) => SM3_TREE.leaf(digest));
  const read = await loadNodes(tx, "witness.sm3_node", appendReads(before));
  const added = appendLeaves(read, { size: before, leaves, hashes: SM3_TREE });
  await writeRuns(tx, "witness.sm3_node", added);
  return after;
}

/** Root of the first `size` leaves. */
export const readSm3Root = (tx: Tx, size: number): Promise<Buffer> =>
  withNodes(tx, "witness.sm3_node", (read) => rootOf(read, size, SM3_TREE));
