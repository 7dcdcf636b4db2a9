/** Hashes of the log (RFC 6962 §2.1). */
import { hash } from "node:crypto";

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Hashes of one Merkle tree: 0x00 before the data of a leaf, 0x01 before two nodes. */
export interface TreeHashes {
  readonly leaf: (data: Uint8Array) => Buffer;
  readonly node: (left: Uint8Array, right: Uint8Array) => Buffer;
  /** Of the tree without leaves: the hash of nothing. */
  readonly empty: () => Buffer;
}

/** In one call: half the time of a hash object for so few bytes. */
const treeHashes = (algorithm: "sha256" | "sm3"): TreeHashes => ({
  leaf: (data) => hash(algorithm, Buffer.concat([LEAF, data]), "buffer"),
  node: (left, right) => hash(algorithm, Buffer.concat([NODE, left, right]), "buffer"),
  empty: () => hash(algorithm, "", "buffer"),
});

/** The log itself: RFC 6962. */
export const SHA256_TREE = treeHashes("sha256");
/** The same leaves by SM3 (GB/T 32905). */
export const SM3_TREE = treeHashes("sm3");

export const { leaf: leafHashOf, node: nodeHashOf, empty: emptyRoot } = SHA256_TREE;
