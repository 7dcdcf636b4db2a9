/** Anchors of the log, as receipts on chains outside tell (schema released), with the way to the newest checkpoint. */
import { sql } from "kysely";

import type { AnchorProof } from "../../../../contract/src/anchors.ts";
import type { Database } from "../../platform/database.ts";
import { readLatestCheckpoint } from "./released-log.store.ts";
import { consistencyProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

interface Row {
  readonly size: number;
  readonly checkpoint: string;
  readonly receipt: AnchorProof["receipt"];
}

/**
 * The newest anchor of the present log on each chain at or below a checkpoint, each with its consistency proof to it: what a certificate
 * over that checkpoint carries, and verifyAnchor reads.
 */
export async function readAnchorsUpTo(
  publicDb: Database,
  size: number,
): Promise<readonly AnchorProof[]> {
  const { rows } = await sql<Row>`
    SELECT DISTINCT ON (chain) size, checkpoint, receipt FROM released.anchor
    WHERE size <= ${size} AND split_part(checkpoint, E'\n', 1) = (SELECT origin FROM released.log)
    ORDER BY chain, size DESC, anchored_at`.execute(publicDb);
  return withNodes(publicDb, "released.log_node", (read) =>
    rows.map((row) => ({
      checkpoint: row.checkpoint,
      consistency: consistencyProof(read, row.size, size).map((hash) => hash.toString("hex")),
      receipt: row.receipt,
    })),
  );
}

/** The same for the newest checkpoint. */
export async function readAnchorProofs(
  publicDb: Database,
): Promise<{ readonly size: number; readonly anchors: readonly AnchorProof[] }> {
  const size = (await readLatestCheckpoint(publicDb))?.size ?? 0;
  return { size, anchors: await readAnchorsUpTo(publicDb, size) };
}
