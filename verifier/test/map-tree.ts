/** The map of released records as its definition reads: the verifier's opponent in tests. None of the verifier's code. */
import { createHash } from "node:crypto";

type Hash = Uint8Array;

export interface TestLeaf {
  readonly mapKey: Hash;
  readonly size: number;
  readonly root: Hash;
}

const hashOf = (...parts: readonly (Uint8Array | string)[]): Hash => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

export const testMapKey = (key: string): Hash => hashOf(`mingjing-map/1\n${key}`);

const EMPTY = new Uint8Array(32);
const bitAt = (key: Hash, depth: number): number =>
  ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;
const half = (leaves: readonly TestLeaf[], depth: number, bit: number) =>
  leaves.filter(({ mapKey }) => bitAt(mapKey, depth) === bit);

/** Root of the subtree at a depth in which these leaves stand. */
export function mapRootOf(leaves: readonly TestLeaf[], depth = 0): Hash {
  const [only] = leaves;
  if (only === undefined) return EMPTY;
  if (leaves.length === 1) {
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(only.size));
    return hashOf(Uint8Array.of(0), only.mapKey, size, only.root);
  }
  const [left, right] = [0, 1].map((bit) => mapRootOf(half(leaves, depth, bit), depth + 1));
  return hashOf(Uint8Array.of(1), left ?? EMPTY, right ?? EMPTY);
}

/** What stands at the end of a key's path, and the siblings from there upwards. */
export function mapPathOf(
  mapKey: Hash,
  leaves: readonly TestLeaf[],
  depth = 0,
): { readonly leaf: TestLeaf | undefined; readonly siblings: readonly Hash[] } {
  if (leaves.length <= 1) return { leaf: leaves[0], siblings: [] };
  const bit = bitAt(mapKey, depth);
  const below = mapPathOf(mapKey, half(leaves, depth, bit), depth + 1);
  const sibling = mapRootOf(half(leaves, depth, 1 - bit), depth + 1);
  return { leaf: below.leaf, siblings: [...below.siblings, sibling] };
}
