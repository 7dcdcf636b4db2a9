/** The newest roots that a signed checkpoint covers, with their way to its root: what proofs of the map lead to. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { type CertificateEntry, type CertificateRow, entryOf } from "./certificate.ts";
import { readSignedLog, type SignedLog } from "./released-log.store.ts";
import { inclusionProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface SignedRoots {
  readonly log: SignedLog;
  /** The fact that records the roots. */
  readonly entry: CertificateEntry;
  readonly mapRoot: Buffer;
}

/** Through the public login. @returns undefined before the first */
export async function readSignedRoots(publicDb: Database | Tx): Promise<SignedRoots | undefined> {
  const log = await readSignedLog(publicDb);
  if (log === undefined) return undefined;
  const { rows } = await sql<Omit<CertificateRow, "proof">>`
    SELECT fact, salt, recorded_at AS "recordedAt", leaf_index AS "leafIndex"
    FROM released.fact JOIN released.fact_leaf USING (fact_id)
    WHERE ocid = ${`log:${log.origin}`} AND kind = 'witness.roots-recorded' AND leaf_index < ${log.size}
    ORDER BY leaf_index DESC LIMIT 1`.execute(publicDb);
  const [row] = rows;
  if (row === undefined) return undefined;
  const proof = await withNodes(publicDb, "released.log_node", (read) =>
    inclusionProof(read, row.leafIndex, log.size),
  );
  const mapRoot = Buffer.from(String(row.fact.payload["mapRoot"]), "hex");
  return { log, entry: entryOf({ ...row, proof }), mapRoot };
}
