/** SM3 (GB/T 32905-2016), in one shot over bytes. */
import { asBytes } from "./bytes.ts";
import { paddedBlocks } from "./padding.ts";

// GB/T 32905 §4.1.
const INITIAL = Int32Array.from([
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
]);

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));

// GB/T 32905 §4.2, already rotated as §5.3.3 uses it.
const ROUND_CONSTANTS = Int32Array.from({ length: 64 }, (_, round) =>
  rotate(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32),
);

const permute0 = (word: number) => word ^ rotate(word, 9) ^ rotate(word, 17);
const permute1 = (word: number) => word ^ rotate(word, 15) ^ rotate(word, 23);

/** Message expansion (GB/T 32905 §5.3.2): 68 words. */
function expand(schedule: Int32Array): void {
  const at = (index: number) => schedule[index] as number;
  for (let index = 16; index < 68; index++) {
    const mixed = at(index - 16) ^ at(index - 9) ^ rotate(at(index - 3), 15);
    schedule[index] = permute1(mixed) ^ rotate(at(index - 13), 7) ^ at(index - 6);
  }
}

/** Compression (GB/T 32905 §5.3.3). */
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
  for (let round = 0; round < 64; round++) {
    const word = schedule[round] as number;
    const rotated = rotate(a, 12);
    const first = rotate((rotated + e + (ROUND_CONSTANTS[round] as number)) | 0, 7);
    const early = round < 16;
    const mixedA = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const mixedE = early ? e ^ f ^ g : (e & f) | (~e & g);
    const next = word ^ (schedule[round + 4] as number);
    const upper = (mixedA + d + (first ^ rotated) + next) | 0;
    const lower = (mixedE + h + first + word) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = upper;
    h = g;
    g = rotate(f, 19);
    f = e;
    e = permute0(lower);
  }
  state[0] = (state[0] as number) ^ a;
  state[1] = (state[1] as number) ^ b;
  state[2] = (state[2] as number) ^ c;
  state[3] = (state[3] as number) ^ d;
  state[4] = (state[4] as number) ^ e;
  state[5] = (state[5] as number) ^ f;
  state[6] = (state[6] as number) ^ g;
  state[7] = (state[7] as number) ^ h;
}

/** The 32 bytes of SM3; no bytes at all for what is not a Uint8Array, which equals no digest. */
export function sm3(data: Uint8Array): Uint8Array {
  const bytes = asBytes(data);
  if (bytes === undefined) return new Uint8Array();
  const blocks = new DataView(paddedBlocks(bytes, 64).buffer);
  const state = INITIAL.slice();
  const schedule = new Int32Array(68);
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
