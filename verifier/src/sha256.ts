/** SHA-256 (FIPS 180-4 §6.2), in one shot over bytes. */
import { asBytes } from "./bytes.ts";
import { paddedBlocks } from "./padding.ts";
import { fractionalRootBits } from "./primes.ts";

// FIPS 180-4 §4.2.2 and §5.3.3: 32 bits of the cube roots of 64 primes, of the square roots of 8.
const ROUND_CONSTANTS = Int32Array.from(fractionalRootBits(64, 3n, 32n), (bits) =>
  Number(BigInt.asIntN(32, bits)),
);
const INITIAL = Int32Array.from(fractionalRootBits(8, 2n, 32n), (bits) =>
  Number(BigInt.asIntN(32, bits)),
);

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function expand(schedule: Int32Array): void {
  for (let index = 16; index < 64; index++) {
    const early = schedule[index - 15] as number;
    const late = schedule[index - 2] as number;
    const small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[index] =
      ((schedule[index - 16] as number) + small0 + (schedule[index - 7] as number) + small1) | 0;
  }
}

function compress(state: Int32Array, schedule: Int32Array): void {
  // One by one: taking the array apart by its iterator costs more than the rounds.
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let index = 0; index < 64; index++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const constant = ROUND_CONSTANTS[index] as number;
    const temporary1 = (h + sum1 + choice + constant + (schedule[index] as number)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const temporary2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + temporary1) | 0;
    d = c;
    c = b;
    b = a;
    a = (temporary1 + temporary2) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}

/** The 32 bytes of SHA-256; no bytes at all for what is not a Uint8Array, which equals no digest. */
export function sha256(data: Uint8Array): Uint8Array {
  const bytes = asBytes(data);
  if (bytes === undefined) return new Uint8Array();
  const blocks = new DataView(paddedBlocks(bytes, 64).buffer);
  const state = INITIAL.slice();
  const schedule = new Int32Array(64);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let index = 0; index < 16; index++) {
      schedule[index] = blocks.getInt32(offset + 4 * index);
    }
    expand(schedule);
    compress(state, schedule);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setInt32(4 * index, word));
  return new Uint8Array(digest.buffer);
}
