/**
 * The map of released records: a sparse Merkle tree over keys of 256 bits. An empty subtree is 32 zero bytes; a leaf
 * stands at the highest place where it is alone. So one set has one root, and at one root a key has one value or none.
 */
import { asBytes, concatBytes, encodeUtf8, equalBytes } from "./bytes.ts";
import { emptyRoot } from "./merkle.ts";
import { fail, guarded, type Outcome, pass, type Verification, yields } from "./result.ts";
import { sha256 } from "./sha256.ts";

const KEY_PREFIX = "mingjing-map/1\n";
const KEY_BITS = 256;
const EMPTY = new Uint8Array(32);

/** Value of a key: an RFC 6962 tree of its records. */
export interface MapValue {
  /** Records, 1 or more, at most 2^53 − 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** Another key at the place where the path of the asked one ends. */
export interface OtherLeaf extends MapValue {
  /** 32 bytes. */
  readonly mapKey: Uint8Array;
}

export interface MapClaim {
  /** 32 bytes, of `mapKeyOf`. */
  readonly mapKey: Uint8Array;
  /** Size 0 claims that the map has no such key; the root is then that of the empty tree. */
  readonly value: MapValue;
  /** For an absent key: the leaf that stands on its path; left out where the place is empty. */
  readonly other?: OtherLeaf | undefined;
  /** Siblings from the leaf upwards, at most 256. */
  readonly siblings: readonly Uint8Array[];
  readonly mapRoot: Uint8Array;
}

/** Place of a key: SHA-256("mingjing-map/1\n" + key). Fails with `bytes.not-text`. */
export function mapKeyOf(key: string): Outcome<Uint8Array> {
  return guarded<Outcome<Uint8Array>>(
    () => {
      const bytes = encodeUtf8(`${KEY_PREFIX}${key}`);
      return typeof key === "string" && bytes.ok
        ? yields(sha256(bytes.value))
        : fail("bytes.not-text");
    },
    (failure) => failure,
  );
}

function sizeBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(8);
  let rest = BigInt(size);
  for (let index = 7; index >= 0; index--) {
    bytes[index] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}

const isHash = (value: unknown): value is Uint8Array => asBytes(value)?.length === 32;
const isSize = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** SHA-256(0x00 ‖ key ‖ size in 8 bytes, big-endian ‖ root); empty bytes for what is none. */
export function mapLeafHash(mapKey: Uint8Array, value: MapValue): Uint8Array {
  return guarded(
    () => {
      const { size, root } = value;
      if (!isHash(mapKey) || !isHash(root) || !isSize(size)) return new Uint8Array();
      return sha256(concatBytes(Uint8Array.of(0), mapKey, sizeBytes(size), root));
    },
    () => new Uint8Array(),
  );
}

/** SHA-256(0x01 ‖ left ‖ right). */
const inner = (left: Uint8Array, right: Uint8Array) =>
  sha256(concatBytes(Uint8Array.of(1), left, right));

const bitAt = (key: Uint8Array, depth: number): number =>
  ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;

/** Do two keys have their first bits in common? */
function sharesPath(one: Uint8Array, other: Uint8Array, depth: number): boolean {
  for (let bit = 0; bit < depth; bit++) if (bitAt(one, bit) !== bitAt(other, bit)) return false;
  return true;
}

/** Hash at the end of the key's path, or undefined where the claim contradicts itself. */
function endOfPath({ mapKey, other, siblings, value }: MapClaim): Uint8Array | undefined {
  if (value.size > 0) return other === undefined ? mapLeafHash(mapKey, value) : undefined;
  if (!equalBytes(value.root, emptyRoot())) return undefined;
  if (other === undefined) return EMPTY;
  const isOther =
    isHash(other.mapKey) &&
    other.size > 0 &&
    !equalBytes(other.mapKey, mapKey) &&
    sharesPath(other.mapKey, mapKey, siblings.length);
  return isOther ? mapLeafHash(other.mapKey, other) : undefined;
}

function proveMap(claim: MapClaim): Verification {
  const { mapKey, mapRoot, value } = claim;
  if (!isHash(mapKey) || !isHash(mapRoot) || !isHash(value?.root)) return fail("map.bad-hash");
  if (!isSize(value.size)) return fail("map.bad-size");
  if (!Array.isArray(claim.siblings) || claim.siblings.length > KEY_BITS) {
    return fail("map.bad-proof");
  }
  const siblings = Array.from<unknown>(claim.siblings);
  if (!siblings.every(isHash)) return fail("map.bad-hash");
  const end = endOfPath({ ...claim, siblings });
  if (end === undefined || end.length !== 32) return fail("map.bad-proof");
  let hash = end;
  for (const [index, sibling] of siblings.entries()) {
    const isRight = bitAt(mapKey, siblings.length - 1 - index) === 1;
    hash = isRight ? inner(sibling, hash) : inner(hash, sibling);
  }
  if (!equalBytes(hash, mapRoot)) return fail("map.root-mismatch");
  return value.size > 0 ? pass("map.included") : pass("map.absent");
}

/** Has the key this value in the map of that root, or none? `map.included`, `map.absent` or the reason why not. */
export function verifyMap(claim: MapClaim): Verification {
  return guarded<Verification>(
    () => proveMap(claim),
    (failure) => failure,
  );
}
