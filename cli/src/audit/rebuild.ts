/** What an audit makes again from what a server gives out: the tree of the log, the trees of the keys, the map. Pure. */
import { createHash } from "node:crypto";

import { mapKeyOf } from "../../../verifier/src/index.ts";

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.of(0);
const INNER = Buffer.of(1);

/** Root of RFC 6962 over leaf hashes, from the first to before the last. */
export function treeRoot(hashes: readonly Uint8Array[], from = 0, to = hashes.length): Buffer {
  const count = to - from;
  if (count === 0) return sha256();
  if (count === 1) return Buffer.from(hashes[from] ?? "");
  let split = 1;
  while (split * 2 < count) split *= 2;
  return sha256(INNER, treeRoot(hashes, from, from + split), treeRoot(hashes, from + split, to));
}

export interface KeyValue {
  readonly key: string;
  readonly size: number;
  readonly root: Uint8Array;
}

interface Placed extends KeyValue {
  readonly mapKey: Uint8Array;
}

const bitAt = (key: Uint8Array, depth: number): number =>
  ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;

/** Root of the map of these keys, as it is defined (verifier/README.md). */
export function mapRoot(values: readonly KeyValue[]): Buffer {
  const placed = values.flatMap((value): Placed[] => {
    const mapKey = mapKeyOf(value.key);
    return mapKey.ok ? [{ ...value, mapKey: mapKey.value }] : [];
  });
  return subtree(placed, 0);
}

function subtree(placed: readonly Placed[], depth: number): Buffer {
  const [only] = placed;
  if (only === undefined) return Buffer.alloc(32);
  if (placed.length === 1) {
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(only.size));
    return sha256(LEAF, only.mapKey, size, only.root);
  }
  const half = (bit: number) => placed.filter(({ mapKey }) => bitAt(mapKey, depth) === bit);
  return sha256(INNER, subtree(half(0), depth + 1), subtree(half(1), depth + 1));
}
