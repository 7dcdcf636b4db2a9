/** Finds the byte that was changed: a file is known by its hash, and each 64 bytes of it by a short one. */
import { encodeHex, sha256 } from "../../verifier/src/index.ts";

/** Small, so that the one byte is found in a fraction of a second. */
const BLOCK_BYTES = 64;
/** 48 bits each: they locate, the whole hash decides. */
const HEX_DIGITS = 12;

/** Bytes that are not as they were: the block that holds the first of them, and the byte itself if it is one alone. */
export interface Damage {
  readonly from: number;
  /** Up to and without. */
  readonly to: number;
  readonly exact?: { readonly offset: number; readonly is: number; readonly should: number };
}

export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
  readonly blocks: string;
}

const shortHash = (block: Uint8Array): string => encodeHex(sha256(block)).slice(0, HEX_DIGITS);

export function fingerprintOf(bytes: Uint8Array): Fingerprint {
  let blocks = "";
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES)
    blocks += shortHash(bytes.subarray(start, start + BLOCK_BYTES));
  return { bytes: bytes.length, sha256: encodeHex(sha256(bytes)), blocks };
}

/** The one byte of the block whose other value gives the hash. */
function findByte(block: Uint8Array, wanted: string): Damage["exact"] | undefined {
  const tried = Uint8Array.from(block);
  for (let offset = 0; offset < block.length; offset += 1) {
    const is = block[offset] ?? 0;
    for (let should = 0; should < 256; should += 1) {
      if (should === is) continue;
      tried[offset] = should;
      if (shortHash(tried) === wanted) return { offset, is, should };
    }
    tried[offset] = is;
  }
  return undefined;
}

/** @returns undefined when the bytes are those of the fingerprint */
export function findDamage(bytes: Uint8Array, wanted: Fingerprint): Damage | undefined {
  if (bytes.length === wanted.bytes && encodeHex(sha256(bytes)) === wanted.sha256) return undefined;
  for (let start = 0; start < wanted.bytes; start += BLOCK_BYTES) {
    const to = Math.min(start + BLOCK_BYTES, wanted.bytes);
    const block = bytes.subarray(start, Math.min(to, bytes.length));
    const place = (start / BLOCK_BYTES) * HEX_DIGITS;
    const hash = wanted.blocks.slice(place, place + HEX_DIGITS);
    if (shortHash(block) === hash) continue;
    const found = bytes.length === wanted.bytes ? findByte(block, hash) : undefined;
    const exact = found && { ...found, offset: start + found.offset };
    return { from: start, to, ...(exact === undefined ? {} : { exact }) };
  }
  return { from: Math.min(bytes.length, wanted.bytes), to: Math.max(bytes.length, wanted.bytes) };
}
