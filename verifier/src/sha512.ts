/** SHA-512 (FIPS 180-4 §6.4), in one shot over bytes; 64-bit words as pairs of 32-bit words. */
import { asBytes } from "./bytes.ts";
import { paddedBlocks } from "./padding.ts";
import { fractionalRootBits } from "./primes.ts";

/** Words as pairs: high half at 2i, low half at 2i + 1. */
function pairs(words: readonly bigint[]): Int32Array {
  const halves = words.flatMap((word) => [word >> 32n, word]);
  return Int32Array.from(halves, (half) => Number(BigInt.asIntN(32, half)));
}

// FIPS 180-4 §4.2.3 and §5.3.5: 64 bits of the cube roots of 80 primes, of the square roots of 8.
const ROUND_CONSTANTS = pairs(fractionalRootBits(80, 3n, 64n));
const INITIAL = pairs(fractionalRootBits(8, 2n, 64n));

/** Half of `word >>> by` rotated; the other half comes from the halves swapped. 0 < by < 32. */
const rotateHalf = (one: number, other: number, by: number) => (one >>> by) | (other << (32 - by));

/** Adds the pairs at the given places into the target pair; carries between halves. */
function addInto(target: Int32Array, at: number, terms: readonly number[]): void {
  let [high, low] = [0, 0];
  for (let index = 0; index < terms.length; index += 2) {
    high += terms[index] as number;
    low += (terms[index + 1] as number) >>> 0;
  }
  target[at] = (high + Math.floor(low / 0x1_0000_0000)) | 0;
  target[at + 1] = low | 0;
}

function expand(schedule: Int32Array): void {
  for (let at = 32; at < 160; at += 2) {
    const [earlyHigh, earlyLow] = [schedule[at - 30] as number, schedule[at - 29] as number];
    const [lateHigh, lateLow] = [schedule[at - 4] as number, schedule[at - 3] as number];
    addInto(schedule, at, [
      schedule[at - 32] as number,
      schedule[at - 31] as number,
      schedule[at - 14] as number,
      schedule[at - 13] as number,
      rotateHalf(earlyHigh, earlyLow, 1) ^ rotateHalf(earlyHigh, earlyLow, 8) ^ (earlyHigh >>> 7),
      rotateHalf(earlyLow, earlyHigh, 1) ^
        rotateHalf(earlyLow, earlyHigh, 8) ^
        rotateHalf(earlyLow, earlyHigh, 7),
      rotateHalf(lateHigh, lateLow, 19) ^ rotateHalf(lateLow, lateHigh, 29) ^ (lateHigh >>> 6),
      rotateHalf(lateLow, lateHigh, 19) ^
        rotateHalf(lateHigh, lateLow, 29) ^
        rotateHalf(lateLow, lateHigh, 6),
    ]);
  }
}

/** Σ0 of one half: rotations by 28, 34, 39; those over 32 read the halves swapped. */
const sum0 = (one: number, other: number) =>
  rotateHalf(one, other, 28) ^ rotateHalf(other, one, 2) ^ rotateHalf(other, one, 7);

/** Σ1 of one half: rotations by 14, 18, 41. */
const sum1 = (one: number, other: number) =>
  rotateHalf(one, other, 14) ^ rotateHalf(one, other, 18) ^ rotateHalf(other, one, 9);

const choice = (e: number, f: number, g: number) => (e & f) ^ (~e & g);
const majority = (a: number, b: number, c: number) => (a & b) ^ (a & c) ^ (b & c);

function compress(state: Int32Array, schedule: Int32Array): void {
  const work = state.slice();
  const temporary = new Int32Array(4);
  const at = (index: number) => work[index] as number;
  for (let round = 0; round < 160; round += 2) {
    addInto(temporary, 0, [
      at(14),
      at(15),
      sum1(at(8), at(9)),
      sum1(at(9), at(8)),
      choice(at(8), at(10), at(12)),
      choice(at(9), at(11), at(13)),
      ROUND_CONSTANTS[round] as number,
      ROUND_CONSTANTS[round + 1] as number,
      schedule[round] as number,
      schedule[round + 1] as number,
    ]);
    addInto(temporary, 2, [
      temporary[0] as number,
      temporary[1] as number,
      sum0(at(0), at(1)),
      sum0(at(1), at(0)),
      majority(at(0), at(2), at(4)),
      majority(at(1), at(3), at(5)),
    ]);
    work.copyWithin(2, 0, 14);
    addInto(work, 8, [at(8), at(9), temporary[0] as number, temporary[1] as number]);
    work.set(temporary.subarray(2), 0);
  }
  for (let index = 0; index < 16; index += 2) {
    addInto(state, index, [
      state[index] as number,
      state[index + 1] as number,
      at(index),
      at(index + 1),
    ]);
  }
}

/** The 64 bytes of SHA-512; no bytes at all for what is not a Uint8Array, which equals no digest. */
export function sha512(data: Uint8Array): Uint8Array {
  const bytes = asBytes(data);
  if (bytes === undefined) return new Uint8Array();
  const blocks = new DataView(paddedBlocks(bytes, 128).buffer);
  const state = INITIAL.slice();
  const schedule = new Int32Array(160);
  for (let offset = 0; offset < blocks.byteLength; offset += 128) {
    for (let index = 0; index < 32; index++) {
      schedule[index] = blocks.getInt32(offset + 4 * index);
    }
    expand(schedule);
    compress(state, schedule);
  }
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((word, index) => digest.setInt32(4 * index, word));
  return new Uint8Array(digest.buffer);
}
