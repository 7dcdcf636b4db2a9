/**
 * Merkle tree of RFC 6962 §2.1 over stored hashes of complete subtrees: node (level, index) covers the leaves
 * index·2^level … (index + 1)·2^level − 1. Sizes go up to 2^53 − 1, so halves are arithmetic, not bit shifts.
 */
import { nodeHashOf, SHA256_TREE, type TreeHashes } from "./hash.ts";

/** Hash of a complete subtree. Throws if it is not stored. */
export type NodeReader = (level: number, index: number) => Buffer;

/** Place of a complete subtree. */
export interface NodePlace {
  readonly level: number;
  readonly index: number;
}

/** Hashes that follow each other on one level; `first` is the index of the first of them. */
export interface NodeRun {
  readonly level: number;
  readonly first: number;
  readonly hashes: readonly Buffer[];
}

/** Leaves from `start` up to, not including, `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const half = (value: number) => Math.floor(value / 2);
const isOdd = (value: number) => value % 2 === 1;

/** Largest power of two below `count` (RFC 6962: k < n ≤ 2k), for a count of 2 or more. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** Level of a complete subtree of `count` leaves, or undefined if no power of two. */
function levelOf(count: number): number | undefined {
  let [level, power] = [0, 1];
  while (power < count) [level, power] = [level + 1, power * 2];
  return power === count ? level : undefined;
}

/** Hash of the leaves of a span that starts where RFC 6962 splits a tree. */
function spanHash(read: NodeReader, { start, end }: Span, hashes = SHA256_TREE): Buffer {
  const count = end - start;
  const level = levelOf(count);
  if (level !== undefined) return read(level, start / count);
  const middle = start + splitOf(count);
  const left = spanHash(read, { start, end: middle }, hashes);
  return hashes.node(left, spanHash(read, { start: middle, end }, hashes));
}

/** Root of the tree of the first `size` leaves. */
export const rootOf = (read: NodeReader, size: number, hashes: TreeHashes = SHA256_TREE): Buffer =>
  size === 0 ? hashes.empty() : spanHash(read, { start: 0, end: size }, hashes);

/** PATH(m, D[n]) of RFC 6962 §2.1.1, from the leaf upwards. @throws RangeError if index ≥ size */
export function inclusionProof(read: NodeReader, index: number, size: number): Buffer[] {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  const proof: Buffer[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      proof.push(spanHash(read, { start: middle, end }));
      end = middle;
    } else {
      proof.push(spanHash(read, { start, end: middle }));
      start = middle;
    }
  }
  return proof.toReversed();
}

/**
 * PROOF(m, D[n]) of RFC 6962 §2.1.2: the tree of `from` leaves is the beginning of that of `to`. Empty for equal sizes
 * and for the empty tree. @throws RangeError if from > to
 */
export function consistencyProof(read: NodeReader, from: number, to: number): Buffer[] {
  if (from < 0 || from > to) throw new RangeError(`a tree of ${to} does not begin with ${from}`);
  if (from === 0 || from === to) return [];
  const proof: Buffer[] = [];
  let [start, end] = [0, to];
  while (from < end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      proof.push(spanHash(read, { start: middle, end }));
      end = middle;
    } else {
      proof.push(spanHash(read, { start, end: middle }));
      start = middle;
    }
  }
  // Left out when it is the old root itself, which the reader has.
  if (start > 0) proof.push(spanHash(read, { start, end }));
  return proof.toReversed();
}

/** Root over leaf hashes that are all at hand. */
export function rootOfHashes(leaves: readonly Buffer[], hashes: TreeHashes = SHA256_TREE): Buffer {
  const read: NodeReader = (level, index) => {
    const leaf = leaves[index];
    if (level > 0) return hashes.node(read(level - 1, index * 2), read(level - 1, index * 2 + 1));
    if (leaf === undefined) throw new RangeError(`there is no leaf ${index}`);
    return leaf;
  };
  return rootOf(read, leaves.length, hashes);
}

export interface Appended {
  /** Leaves that were there. */
  readonly size: number;
  /** Hashes of the new leaves. */
  readonly leaves: readonly Buffer[];
  readonly hashes?: TreeHashes;
}

/**
 * Every new complete subtree when leaves are appended, one run a level from the leaves upwards. Reads only what
 * `appendReads` names.
 */
export function appendLeaves(
  read: NodeReader,
  { size, leaves, hashes = SHA256_TREE }: Appended,
): NodeRun[] {
  const runs: NodeRun[] = [];
  let run: NodeRun = { level: 0, first: size, hashes: leaves };
  while (run.hashes.length > 0) {
    runs.push(run);
    run = parentsOf(read, run, hashes);
  }
  return runs;
}

/** Parents that become complete with a run of children. */
function parentsOf(
  read: NodeReader,
  { level, first, hashes }: NodeRun,
  { node: hashNode }: TreeHashes,
): NodeRun {
  const parents: Buffer[] = [];
  const firstParent = half(first);
  const afterLast = half(first + hashes.length);
  for (let parent = firstParent; parent < afterLast; parent++) {
    const left = hashes[parent * 2 - first] ?? read(level, parent * 2);
    const right = hashes[parent * 2 + 1 - first];
    if (right === undefined) throw new Error("a parent was taken for complete without its child");
    parents.push(hashNode(left, right));
  }
  return { level: level + 1, first: firstParent, hashes: parents };
}

/** Peaks of a tree of `size`: its complete subtrees that still wait for a right-hand neighbour. */
export function appendReads(size: number): NodePlace[] {
  const places: NodePlace[] = [];
  for (let [level, count] = [0, size]; count > 0; [level, count] = [level + 1, half(count)]) {
    if (isOdd(count)) places.push({ level, index: count - 1 });
  }
  return places;
}

/** The nodes that some work reads; which these are never depends on what the hashes are. */
export function placesRead(work: (read: NodeReader) => unknown): NodePlace[] {
  const places = new Map<string, NodePlace>();
  const nothing = Buffer.alloc(32);
  work((level, index) => {
    places.set(`${level}/${index}`, { level, index });
    return nothing;
  });
  return [...places.values()];
}

/** Root to which a leaf leads through its inclusion proof (RFC 9162 §2.1.3.2); of a proof of wrong length, some other hash. */
export function rootThrough(
  { leaf, index, size }: { readonly leaf: Buffer; readonly index: number; readonly size: number },
  proof: readonly Buffer[],
): Buffer {
  let hash = leaf;
  let place = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (isOdd(place) || place === last) {
      hash = nodeHashOf(sibling, hash);
      while (!isOdd(place) && place > 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHashOf(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return hash;
}
