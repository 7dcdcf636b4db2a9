/** RFC 6962 tree that only grows, kept as its complete subtrees: leaves go in one by one, the root comes out. Pure. */
import { hash } from "node:crypto";

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  hash("sha256", Buffer.concat(parts), "buffer");
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Leaf hash of leaf data. */
export const leafHashOf = (data: Uint8Array): Buffer => sha256(LEAF, data);

export interface Tree {
  readonly size: number;
  /** Hashes of the complete subtrees, the largest first: one for each bit of the size. */
  readonly peaks: readonly Buffer[];
}

export const EMPTY: Tree = { size: 0, peaks: [] };

/** With one more leaf, by its hash. */
export function append({ size, peaks }: Tree, leafHash: Buffer): Tree {
  let top = leafHash;
  const rest = [...peaks];
  for (let bits = size; bits % 2 === 1; bits = Math.floor(bits / 2))
    top = sha256(NODE, rest.pop() ?? Buffer.alloc(0), top);
  return { size: size + 1, peaks: [...rest, top] };
}

export function rootOf({ peaks }: Tree): Buffer {
  const last = peaks.at(-1);
  if (last === undefined) return sha256();
  return peaks.slice(0, -1).reduceRight((right, left) => sha256(NODE, left, right), last);
}
