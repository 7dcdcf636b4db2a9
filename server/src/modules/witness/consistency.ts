/** Checks a consistency proof (RFC 9162 §2.1.4.2), so that the signer need not believe the database. */
import { emptyRoot, nodeHashOf } from "./hash.ts";

export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

const half = (value: number) => Math.floor(value / 2);
const isOdd = (value: number) => value % 2 === 1;

/** Does the newer tree begin with the whole older one? */
export function isConsistent(older: TreeHead, newer: TreeHead, proof: readonly Buffer[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === 0) return proof.length === 0 && older.root.equals(emptyRoot());
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  const built = buildRoots(older, newer, proof);
  return built !== undefined && built.older.equals(older.root) && built.newer.equals(newer.root);
}

function buildRoots(older: TreeHead, newer: TreeHead, proof: readonly Buffer[]) {
  let [node, last] = [older.size - 1, newer.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is itself the first node (step 2).
  const [first, ...rest] = node === 0 ? [older.root, ...proof] : proof;
  if (first === undefined) return undefined;
  const roots = { older: first, newer: first };
  for (const hash of rest) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      roots.older = nodeHashOf(hash, roots.older);
      roots.newer = nodeHashOf(hash, roots.newer);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      roots.newer = nodeHashOf(roots.newer, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? roots : undefined;
}
