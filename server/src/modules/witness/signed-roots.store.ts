/** The newest roots that a signed checkpoint covers, with their way to its root: what proofs of the map lead to. */
import type { Database, Tx } from "../../platform/database.ts";
import { readRootsFact } from "./certificate.store.ts";
import type { ProvenFact } from "./certificate.ts";
import { readSignedLog, type SignedLog } from "./released-log.store.ts";
import { inclusionProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface SignedRoots {
  readonly log: SignedLog;
  /** The fact that records the roots. */
  readonly entry: ProvenFact;
  readonly mapRoot: Buffer;
}

/** Through the public login. @returns undefined before the first */
export async function readSignedRoots(publicDb: Database | Tx): Promise<SignedRoots | undefined> {
  const log = await readSignedLog(publicDb);
  if (log === undefined) return undefined;
  const found = await readRootsFact(publicDb, `log:${log.origin}`, log.size);
  if (found === undefined) return undefined;
  const { fact, leafIndex, salt } = found;
  const proof = await withNodes(publicDb, "released.log_node", (read) =>
    inclusionProof(read, leafIndex, log.size).map((hash) => hash.toString("hex")),
  );
  const mapRoot = Buffer.from(String(fact.payload["mapRoot"]), "hex");
  return { log, entry: { fact, salt: salt.toString("hex"), leafIndex, proof }, mapRoot };
}
