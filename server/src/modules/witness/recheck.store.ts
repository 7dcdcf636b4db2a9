/** The log looked at again by those who watch it: stored roots against nodes, leaves against the newest signed head. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { inclusionProof, rootOf, rootThrough } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

interface Head {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

export interface CheckedHeads {
  readonly checked: number;
  /** Sizes at which the stored head is not what the nodes, or its own signed text, say. */
  readonly bad: readonly {
    readonly size: number;
    readonly stored: string;
    readonly expected: string;
  }[];
}

/** The newest heads, each made again from the nodes: one that follows no more from what the log holds was changed. */
export async function recheckHeads(db: Database | Tx, most: number): Promise<CheckedHeads> {
  const { rows } = await sql<Head>`
    SELECT size, root, note FROM witness.checkpoint ORDER BY size DESC LIMIT ${most}`.execute(db);
  const roots = await withNodes(db, "witness.node", (read) =>
    rows.map(({ size }) => rootOf(read, size)),
  );
  const bad = rows.flatMap(({ size, root, note }, index) => {
    const [, saidSize, said = ""] = note.split("\n");
    const expected = roots[index] ?? Buffer.alloc(0);
    const isGood =
      root.equals(expected) && said === root.toString("base64") && Number(saidSize) === size;
    return isGood
      ? []
      : [{ size, stored: root.toString("base64"), expected: expected.toString("base64") }];
  });
  return { checked: rows.length, bad };
}

export interface ProvenLeaves {
  readonly size: number;
  readonly root: Buffer;
  /** By index: the hash that is stored, and whether it leads to the root of the newest head. */
  readonly leaves: readonly {
    readonly index: number;
    readonly factId: string;
    readonly isProven: boolean;
  }[];
}

/** Leaves at these places, each with its path to the newest signed head. @returns undefined before the first head */
export async function proveLeaves(
  db: Database | Tx,
  indicesOf: (head: { readonly size: number; readonly root: Buffer }) => readonly number[],
): Promise<ProvenLeaves | undefined> {
  const { rows: heads } = await sql<Head>`
    SELECT size, root, note FROM witness.checkpoint ORDER BY size DESC LIMIT 1`.execute(db);
  const [head] = heads;
  if (head === undefined) return undefined;
  const { size, root } = head;
  const indices = indicesOf(head);
  const { rows } = await sql<{ index: number; factId: string; hash: Buffer }>`
    SELECT leaf_index AS index, fact_id AS "factId", leaf_hash AS hash FROM witness.leaf
    WHERE leaf_index = ANY (${[...indices]}::bigint[])`.execute(db);
  const proofs = await withNodes(db, "witness.node", (read) =>
    rows.map(({ index }) => inclusionProof(read, index, size)),
  );
  return {
    size,
    root,
    leaves: rows.map(({ index, factId, hash }, place) => ({
      index,
      factId,
      isProven: rootThrough({ leaf: hash, index, size }, proofs[place] ?? []).equals(root),
    })),
  };
}
