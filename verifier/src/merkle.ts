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

/** Largest power of two below a count of 2 or more. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return emptyRoot();
  if (hashes.length === 1) return first;
  const split = splitOf(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

/** Root over leaf hashes; empty bytes for what are none. */
export function treeRoot(leafHashes: readonly Uint8Array[]): Uint8Array {
  return guarded(
    () => {
      const hashes = readHashes(leafHashes);
      return hashes === undefined ? new Uint8Array() : rootOf(hashes);
    },
    () => new Uint8Array(),
  );
}

/** Number of leaves or place of one: a whole number from 0; as a number up to 2^53 − 1, as a bigint up to 2^63 − 1. */
export type Count = number | bigint;

export interface InclusionClaim {
  /** 32 bytes. */
  readonly leafHash: Uint8Array;
  /** From 0. */
  readonly index: Count;
  readonly size: Count;
  /** Nodes from the leaf upwards. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface ConsistencyClaim {
  /** Leaves of the older tree. */
  readonly size1: Count;
  readonly root1: Uint8Array;
  /** Leaves of the newer tree. */
  readonly size2: Count;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Sizes of c2sp.org/tlog-checkpoint are signed 64-bit numbers. */
const MAX_COUNT = 2n ** 63n - 1n;

const isOdd = (value: bigint) => (value & 1n) === 1n;
const half = (value: bigint) => value >> 1n;

/** Undefined for what is no count. */
function readCount(value: unknown): bigint | undefined {
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (!isWhole) return undefined;
  const count = BigInt(value as Count);
  return count >= 0n && count <= MAX_COUNT ? count : undefined;
}

function readHashes(values: unknown): Uint8Array[] | undefined {
  if (!Array.isArray(values)) return undefined;
  const hashes = Array.from(values, (value: unknown) => asBytes(value));
  return hashes.every((hash) => hash?.length === 32) ? (hashes as Uint8Array[]) : undefined;
}

interface Climb {
  readonly leaf: Uint8Array;
  readonly index: bigint;
  readonly size: bigint;
  readonly proof: readonly Uint8Array[];
}

/** Root that the leaf and the nodes build, or why they build none. */
function climb(claim: Climb): Failure | { ok: true; root: Uint8Array } {
  let [node, last, hash] = [claim.index, claim.size - 1n, claim.leaf];
  for (const sibling of claim.proof) {
    if (last === 0n) return fail("merkle.proof-too-long");
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0n) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0n ? { ok: true, root: hash } : fail("merkle.proof-too-short");
}

function proveInclusion(claim: InclusionClaim): Verification {
  const proof = readHashes(claim.proof);
  const [leaf, root] = readHashes([claim.leafHash, claim.root]) ?? [];
  if (proof === undefined || leaf === undefined || root === undefined) {
    return fail("merkle.bad-hash");
  }
  const [index, size] = [readCount(claim.index), readCount(claim.size)];
  if (size === undefined) return fail("merkle.size-out-of-range");
  if (index === undefined || index >= size) return fail("merkle.index-out-of-range");
  const built = climb({ leaf, index, size, proof });
  if (!built.ok) return built;
  return equalBytes(built.root, root) ? pass("merkle.included") : fail("merkle.root-mismatch");
}

interface Growth {
  readonly size1: bigint;
  readonly root1: Uint8Array;
  readonly size2: bigint;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Cases that need no nodes: equal trees, and the empty tree, which every tree extends. */
function proveTrivialConsistency({ size1, root1, root2, proof }: Growth): Verification {
  if (proof.length > 0) return fail("merkle.proof-too-long");
  const expected = size1 === 0n ? emptyRoot() : root2;
  return equalBytes(root1, expected) ? pass("merkle.consistent") : fail("merkle.root-mismatch");
}

/** Old and new root as far as the nodes build them, or why they do not. */
function walkConsistency({
  size1,
  root1,
  size2,
  proof,
}: Growth): Failure | { ok: true; older: Uint8Array; newer: Uint8Array } {
  let [node, last] = [size1 - 1n, size2 - 1n];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is itself the first node (RFC 9162 §2.1.4.2 step 2).
  const [first, ...rest] = node === 0n ? [root1, ...proof] : proof;
  if (first === undefined) return fail("merkle.proof-too-short");
  let [older, newer] = [first, first];
  for (const hash of rest) {
    if (last === 0n) return fail("merkle.proof-too-long");
    if (isOdd(node) || node === last) {
      [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
      while (!isOdd(node) && node !== 0n) [node, last] = [half(node), half(last)];
    } else {
      newer = nodeHash(newer, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0n ? { ok: true, older, newer } : fail("merkle.proof-too-short");
}

function proveConsistency(claim: ConsistencyClaim): Verification {
  const proof = readHashes(claim.proof);
  const [root1, root2] = readHashes([claim.root1, claim.root2]) ?? [];
  if (proof === undefined || root1 === undefined || root2 === undefined) {
    return fail("merkle.bad-hash");
  }
  const [size1, size2] = [readCount(claim.size1), readCount(claim.size2)];
  if (size1 === undefined || size2 === undefined || size1 > size2) {
    return fail("merkle.size-out-of-range");
  }
  const growth = { size1, root1, size2, root2, proof };
  if (size1 === size2 || size1 === 0n) return proveTrivialConsistency(growth);
  if (proof.length === 0) return fail("merkle.proof-too-short");
  const walked = walkConsistency(growth);
  if (!walked.ok) return walked;
  const same = equalBytes(walked.older, root1) && equalBytes(walked.newer, root2);
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
