/** Proofs of any leaves up to the newest signed checkpoint, for modules that hand facts out with them. */
import type { Database } from "../../platform/database.ts";
import { readSignedLog } from "./released-log.store.ts";
import { inclusionProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface LogProofs {
  readonly log: { readonly origin: string; readonly vkey: string };
  /** Signed note. */
  readonly checkpoint: string;
  readonly size: number;
  readonly signedAt: Date;
  /** From the leaf upwards, in hex, in the order asked; undefined for a leaf that no checkpoint covers yet. */
  readonly proofs: readonly (readonly string[] | undefined)[];
}

/** @returns undefined before the first checkpoint */
export async function readLogProofs(
  db: Database,
  leaves: readonly number[],
): Promise<LogProofs | undefined> {
  const signed = await readSignedLog(db);
  if (signed === undefined) return undefined;
  const { size, note, origin, vkey, signedAt } = signed;
  const proofs = await withNodes(db, "released.log_node", (read) =>
    leaves.map((leaf) =>
      leaf >= size
        ? undefined
        : inclusionProof(read, leaf, size).map((hash) => hash.toString("hex")),
    ),
  );
  return { log: { origin, vkey }, checkpoint: note, size, signedAt, proofs };
}
