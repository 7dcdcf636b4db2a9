/** A file against what was committed before the deadline (PRO-03). Pure. */
import { createHash } from "node:crypto";

import type { CommitmentCheck } from "../../../../contract/src/opening-values.ts";

export interface Commitment {
  readonly hash: string;
  /** ISO instant at which the trading system held the file. */
  readonly at: string;
}

/** SHA-256 over the 32 random bytes and the 32 bytes of the file's hash; hex. */
export function commitmentOf(nonce: string, fileHash: string): string {
  return createHash("sha256")
    .update(Buffer.from(nonce, "hex"))
    .update(Buffer.from(fileHash, "hex"))
    .digest("hex");
}

/** Of a lot that has no commitment at all nothing can be said. */
export function checkCommitment(
  { nonce, fileHash }: { readonly nonce: string; readonly fileHash: string },
  {
    commitments,
    deadline,
  }: {
    readonly commitments: readonly Commitment[];
    readonly deadline: string;
  },
): CommitmentCheck {
  if (commitments.length === 0) return "missing";
  const hash = commitmentOf(nonce, fileHash);
  const found = commitments.find((commitment) => commitment.hash === hash);
  if (found === undefined) return "differs";
  return Date.parse(found.at) < Date.parse(deadline) ? "matches" : "late";
}
