/** Hashes of the log (RFC 6962 §2.1). */
import { createHash } from "node:crypto";

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** SHA-256(0x00 ‖ data). */
export const leafHashOf = (data: Uint8Array): Buffer =>
  createHash("sha256").update(LEAF).update(data).digest();

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHashOf = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash("sha256").update(NODE).update(left).update(right).digest();

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Buffer => createHash("sha256").digest();
