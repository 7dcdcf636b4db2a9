/** Merkle tree of RFC 6962 §2.1; the two proofs are checked as RFC 9162 §2.1.3.2 and §2.1.4.2 write it down. */
import { asBytes, concatBytes, equalBytes } from "./bytes.ts";
import { fail, type Failure, guarded, pass, type Verification } from "./result.ts";
import { sha256 } from "./sha256.ts";

/** Hash of a leaf: SHA-256(0x00 ‖ data). */
export const leafHash = (data: Uint8Array): Uint8Array =>
  asBytes(data) === undefined ? new Uint8Array() : sha256(concatBytes(Uint8Array.of(0), data));

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(Uint8Array.of(1), left, right));

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array());

export interface InclusionClaim {
  /** 32 bytes. */
  readonly leafHash: Uint8Array;
  /** From 0, at most 2^53 − 1. */
  readonly index: number;
  readonly size: number;
  /** Nodes from the leaf upwards. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

// Sizes go up to 2^53 − 1, so halves are arithmetic, not bit shifts (those stop at 2^31).
const isOdd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2);
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function readHashes(values: unknown): Uint8Array[] | undefined {
  if (!Array.isArray(values)) return undefined;
  const hashes = Array.from(values, (value: unknown) => asBytes(value));
  return hashes.every((hash) => hash?.length === 32) ? (hashes as Uint8Array[]) : undefined;
}

/** Root that the leaf and the nodes build, or why they build none. */
function climb(claim: InclusionClaim): Failure | { ok: true; root: Uint8Array } {
  let [node, last, hash] = [claim.index, claim.size - 1, claim.leafHash];
  for (const sibling of claim.proof) {
    if (last === 0) return fail("merkle.proof-too-long");
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? { ok: true, root: hash } : fail("merkle.proof-too-short");
}

function proveInclusion({ index, size, ...claim }: InclusionClaim): Verification {
  const proof = readHashes(claim.proof);
  const [leaf, root] = readHashes([claim.leafHash, claim.root]) ?? [];
  if (proof === undefined || leaf === undefined || root === undefined) {
    return fail("merkle.bad-hash");
  }
  if (!isCount(size)) return fail("merkle.size-out-of-range");
  if (!isCount(index) || index >= size) return fail("merkle.index-out-of-range");
  const built = climb({ leafHash: leaf, index, size, proof, root });
  if (!built.ok) return built;
  return equalBytes(built.root, root) ? pass("merkle.included") : fail("merkle.root-mismatch");
}

/** Cases that need no nodes: equal trees, and the empty tree, which every tree extends. */
function proveTrivialConsistency(claim: ConsistencyClaim, hashes: Uint8Array[]): Verification {
  if (hashes.length > 0) return fail("merkle.proof-too-long");
  const expected = claim.oldSize === 0 ? emptyRoot() : claim.newRoot;
  return equalBytes(claim.oldRoot, expected)
    ? pass("merkle.consistent")
    : fail("merkle.root-mismatch");
}

/** Old and new root as far as the nodes build them, or why they do not. */
function walkConsistency(
  claim: ConsistencyClaim,
  hashes: readonly Uint8Array[],
): Failure | { ok: true; older: Uint8Array; newer: Uint8Array } {
  let [node, last] = [claim.oldSize - 1, claim.newSize - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is itself the first node (RFC 9162 §2.1.4.2 step 2).
  const [first, ...rest] = node === 0 ? [claim.oldRoot, ...hashes] : hashes;
  if (first === undefined) return fail("merkle.proof-too-short");
  let [older, newer] = [first, first];
  for (const hash of rest) {
    if (last === 0) return fail("merkle.proof-too-long");
    if (isOdd(node) || node === last) {
      [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newer = nodeHash(newer, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? { ok: true, older, newer } : fail("merkle.proof-too-short");
}

function proveConsistency(input: ConsistencyClaim): Verification {
  const { oldSize, newSize } = input;
  const hashes = readHashes(input.proof);
  const [oldRoot, newRoot] = readHashes([input.oldRoot, input.newRoot]) ?? [];
  if (hashes === undefined || oldRoot === undefined || newRoot === undefined) {
    return fail("merkle.bad-hash");
  }
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) {
    return fail("merkle.size-out-of-range");
  }
  const claim = { oldSize, oldRoot, newSize, newRoot, proof: hashes };
  if (oldSize === newSize || oldSize === 0) return proveTrivialConsistency(claim, hashes);
  if (hashes.length === 0) return fail("merkle.proof-too-short");
  const walked = walkConsistency(claim, hashes);
  if (!walked.ok) return walked;
  const same = equalBytes(walked.older, oldRoot) && equalBytes(walked.newer, newRoot);
  return same ? pass("merkle.consistent") : fail("merkle.root-mismatch");
}

/** Is the leaf at that index of the tree of that size and root? `merkle.included` or the reason why not. */
export function verifyInclusion(claim: InclusionClaim): Verification {
  return guarded<Verification>(
    () => proveInclusion(claim),
    (failure) => failure,
  );
}

/** Does the new tree begin with the whole old tree? `merkle.consistent` or the reason why not. */
export function verifyConsistency(claim: ConsistencyClaim): Verification {
  return guarded<Verification>(
    () => proveConsistency(claim),
    (failure) => failure,
  );
}
