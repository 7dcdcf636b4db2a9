/** RFC 6962 hashes of a log over bytes in memory. Pure; one call of OpenSSL a hash. */
import { hash } from "node:crypto";

export const HASH_BYTES = 32;

const LEAF = 0;
const NODE = 1;
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

const sha256 = (bytes: Uint8Array): Buffer => hash("sha256", bytes, "buffer");

/** SHA-256(0x00 ‖ entry). */
export function leafHashOf(entry: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + entry.length);
  bytes[0] = LEAF;
  bytes.set(entry, 1);
  return sha256(bytes);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHashOf(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/** The `index`-th hash of hashes that follow each other. */
export const hashAt = (hashes: Uint8Array, index: number): Uint8Array =>
  hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);

/** Root of RFC 6962 §2.1 over node hashes that follow each other, of which all but the last cover equally many leaves. */
export function rootOver(hashes: Uint8Array): Uint8Array {
  const count = hashes.length / HASH_BYTES;
  if (count === 0) return sha256(Buffer.alloc(0));
  const level = Array.from({ length: count }, (_, index) => hashAt(hashes, index));
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    for (let index = 0; index < width; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      // The last of an odd number has no neighbour: it goes up as it is.
      if (left !== undefined)
        level[index / 2] =
          right === undefined || index + 1 >= width ? left : nodeHashOf(left, right);
    }
  }
  return level[0] ?? Buffer.alloc(0);
}
