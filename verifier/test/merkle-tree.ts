/** A Merkle tree that makes proofs (RFC 6962 §2.1, as its recursion is printed): the verifier's opponent in tests. */
import { createHash } from "node:crypto";

type Hash = Uint8Array;

const hashOf = (...parts: readonly Uint8Array[]): Hash => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

export const hashLeaf = (data: Uint8Array): Hash => hashOf(Uint8Array.of(0), data);

/** Largest power of two below the size. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Root over leaf hashes. */
export function rootOf(leaves: readonly Hash[]): Hash {
  const [first] = leaves;
  if (first === undefined) return hashOf();
  if (leaves.length === 1) return first;
  const split = splitOf(leaves.length);
  return hashOf(Uint8Array.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** PATH(m, D[n]): nodes from the leaf upwards. */
export function inclusionProof(index: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  if (index < split) return [...inclusionProof(index, left), rootOf(right)];
  return [...inclusionProof(index - split, right), rootOf(left)];
}

/** PROOF(m, D[n]) for 0 < m ≤ n. */
export function consistencyProof(oldSize: number, leaves: readonly Hash[]): Hash[] {
  return oldSize === leaves.length ? [] : subProof(oldSize, leaves, true);
}

function subProof(oldSize: number, leaves: readonly Hash[], complete: boolean): Hash[] {
  if (oldSize === leaves.length) return complete ? [] : [rootOf(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  if (oldSize <= split) return [...subProof(oldSize, left, complete), rootOf(right)];
  return [...subProof(oldSize - split, right, false), rootOf(left)];
}
