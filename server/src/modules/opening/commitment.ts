/** A file against what was committed before the deadline (PRO-03). Pure. */
import { createHash } from "node:crypto";

import type { CommitmentCheck } from "../../../../contract/src/opening-values.ts";

export interface Commitment {
  readonly hash: string;
  /** ISO instant at which the trading system held the file, as it says. */
  readonly at: string;
  /** The database had it before the deadline, by its own clock: this alone decides. */
  readonly isInTime: boolean;
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
  const own = commitments.filter((commitment) => commitment.hash === hash);
  const [found] = own;
  if (found === undefined) return "differs";
  if (own.some(({ isInTime }) => isInTime)) return "matches";
  // Made in time, as it says, but it came too late to prove it: a clock that runs wrong, a line that was cut.
  return Date.parse(found.at) < Date.parse(deadline) ? "unproven" : "late";
}
