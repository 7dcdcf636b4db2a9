/** The records of one key as an RFC 6962 tree that only grows: what is kept of it are its complete subtrees. */
import { createHash } from "node:crypto";

const HASH = 32;

/** Hashes of the complete subtrees from left to right, 32 bytes each: one for each bit of the size. */
export type Peaks = Buffer;

const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();

/** SHA-256(0x00 ‖ data). */
export const recordHashOf = (text: string): Buffer =>
  createHash("sha256").update(Buffer.of(0)).update(text).digest();

export interface KeyLog {
  readonly size: number;
  readonly peaks: Peaks;
}

export const EMPTY_LOG: KeyLog = { size: 0, peaks: Buffer.alloc(0) };

/** The log with further record hashes at its end. */
export function append({ size, peaks }: KeyLog, hashes: readonly Buffer[]): KeyLog {
  const stack: Buffer[] = [];
  for (let at = 0; at < peaks.length; at += HASH) stack.push(peaks.subarray(at, at + HASH));
  let count = size;
  for (const hash of hashes) {
    let node = hash;
    // Each trailing 1 of the count is a complete subtree that finds its right-hand neighbour.
    for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2)
      node = nodeHash(stack.pop() ?? Buffer.alloc(0), node);
    stack.push(node);
    count += 1;
  }
  return { size: count, peaks: Buffer.concat(stack) };
}

/** Root of the tree. */
export function rootOf({ peaks }: KeyLog): Buffer {
  let root: Buffer | undefined;
  for (let at = peaks.length - HASH; at >= 0; at -= HASH) {
    const peak = peaks.subarray(at, at + HASH);
    root = root === undefined ? peak : nodeHash(peak, root);
  }
  return root ?? createHash("sha256").digest();
}
