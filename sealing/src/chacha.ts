/** ChaCha20-Poly1305 (RFC 8439). A key is used for one message only, or with a nonce that is never repeated. */
import { areEqual, concat } from "./bytes.ts";

export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BLOCK_BYTES = 64;

/** "expand 32-byte k" */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

const wordsOf = (bytes: Uint8Array): Uint32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) =>
    view.getUint32(index * 4, true),
  );
};

/* oxlint-disable typescript/no-non-null-assertion, typescript/no-unnecessary-type-assertion, max-params -- fixed indices of a state of sixteen words */
function quarter(x: Uint32Array, a: number, b: number, c: number, d: number): void {
  let mixed: number;
  x[a]! += x[b]!;
  mixed = x[d]! ^ x[a]!;
  x[d] = (mixed << 16) | (mixed >>> 16);
  x[c]! += x[d]!;
  mixed = x[b]! ^ x[c]!;
  x[b] = (mixed << 12) | (mixed >>> 20);
  x[a]! += x[b]!;
  mixed = x[d]! ^ x[a]!;
  x[d] = (mixed << 8) | (mixed >>> 24);
  x[c]! += x[d]!;
  mixed = x[b]! ^ x[c]!;
  x[b] = (mixed << 7) | (mixed >>> 25);
}

/** One block of the key stream (§2.3). */
function block(state: Uint32Array, x: Uint32Array, out: DataView): void {
  x.set(state);
  for (let round = 0; round < 10; round += 1) {
    quarter(x, 0, 4, 8, 12);
    quarter(x, 1, 5, 9, 13);
    quarter(x, 2, 6, 10, 14);
    quarter(x, 3, 7, 11, 15);
    quarter(x, 0, 5, 10, 15);
    quarter(x, 1, 6, 11, 12);
    quarter(x, 2, 7, 8, 13);
    quarter(x, 3, 4, 9, 14);
  }
  for (let index = 0; index < 16; index += 1)
    out.setUint32(index * 4, x[index]! + state[index]!, true);
}

/** Encrypts or decrypts (§2.4); `counter` is the number of the first block. */
function applyStream(lock: Lock, counter: number, input: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = Uint32Array.of(...CONSTANTS, ...wordsOf(lock.key), counter, ...wordsOf(lock.nonce));
  const working = new Uint32Array(16);
  const stream = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(stream.buffer);
  const output = new Uint8Array(input.length);
  for (let at = 0; at < input.length; at += BLOCK_BYTES) {
    block(state, working, view);
    state[12]! += 1;
    const end = Math.min(BLOCK_BYTES, input.length - at);
    for (let index = 0; index < end; index += 1)
      output[at + index] = input[at + index]! ^ stream[index]!;
  }
  return output;
}
/* oxlint-enable typescript/no-non-null-assertion, typescript/no-unnecessary-type-assertion, max-params */

const PRIME = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
const LOW_128 = (1n << 128n) - 1n;

/** Sixteen bytes, little end first. */
function numberOf(view: DataView, at: number): bigint {
  return (view.getBigUint64(at + 8, true) << 64n) | view.getBigUint64(at, true);
}

/** Poly1305 (§2.5) over whole blocks: what is authenticated here is always padded to sixteen bytes. */
function poly1305(key: Uint8Array, message: Uint8Array): Uint8Array {
  const keyView = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const r = numberOf(keyView, 0) & CLAMP;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let sum = 0n;
  for (let at = 0; at < message.length; at += TAG_BYTES)
    sum = ((sum + numberOf(view, at) + (1n << 128n)) * r) % PRIME;
  const tag = (sum + numberOf(keyView, 16)) & LOW_128;
  const out = new Uint8Array(TAG_BYTES);
  const outView = new DataView(out.buffer);
  outView.setBigUint64(0, tag & 0xffffffffffffffffn, true);
  outView.setBigUint64(8, tag >> 64n, true);
  return out;
}

const padding = (length: number): Uint8Array => new Uint8Array((16 - (length % 16)) % 16);

function tagOf(lock: Lock, aad: Uint8Array, sealed: Uint8Array): Uint8Array {
  const oneTime = applyStream(lock, 0, new Uint8Array(KEY_BYTES));
  const lengths = new Uint8Array(16);
  const view = new DataView(lengths.buffer);
  view.setBigUint64(0, BigInt(aad.length), true);
  view.setBigUint64(8, BigInt(sealed.length), true);
  return poly1305(
    oneTime,
    concat(aad, padding(aad.length), sealed, padding(sealed.length), lengths),
  );
}

export interface Lock {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

const NONE = new Uint8Array(0);

/** @returns ciphertext with the tag of sixteen bytes at its end (§2.8) */
export function seal(
  lock: Lock,
  plain: Uint8Array,
  aad: Uint8Array = NONE,
): Uint8Array<ArrayBuffer> {
  const sealed = applyStream(lock, 1, plain);
  return concat(sealed, tagOf(lock, aad, sealed));
}

/** @returns undefined if the key is another one or a byte was changed */
export function open(
  lock: Lock,
  box: Uint8Array,
  aad: Uint8Array = NONE,
): Uint8Array<ArrayBuffer> | undefined {
  if (box.length < TAG_BYTES) return undefined;
  const sealed = box.subarray(0, -TAG_BYTES);
  if (!areEqual(tagOf(lock, aad, sealed), box.subarray(-TAG_BYTES))) return undefined;
  return applyStream(lock, 1, sealed);
}
