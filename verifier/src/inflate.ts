/** Raw DEFLATE (RFC 1951), bounded. Never throws: a damaged stream or too much output is a failure. */
import { asBytes } from "./bytes.ts";
import { fail, guarded, type Outcome, yields } from "./result.ts";

const MAX_BITS = 15;
const END_OF_BLOCK = 256;

/** Base and extra bits of lengths 257…285 and distances 0…29 (RFC 1951 §3.2.5). */
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_EXTRA = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** Order in which the lengths of the code of lengths stand. */
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Thrown and caught in this file only. */
class Damaged extends Error {}
class TooLarge extends Error {}

interface Huffman {
  /** How many codes there are of each length. */
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

interface State {
  readonly input: Uint8Array;
  readonly limit: number;
  at: number;
  held: number;
  bits: number;
  output: Uint8Array;
  length: number;
}

function huffmanOf(lengths: readonly number[]): Huffman {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const starts = new Uint16Array(MAX_BITS + 2);
  let free = 1;
  for (let length = 1; length <= MAX_BITS; length++) {
    const count = counts[length] ?? 0;
    free = free * 2 - count;
    if (free < 0) throw new Damaged();
    starts[length + 1] = (starts[length] ?? 0) + count;
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const place = starts[length] ?? 0;
    symbols[place] = symbol;
    starts[length] = place + 1;
  }
  return { counts, symbols };
}

function takeBits(state: State, count: number): number {
  while (state.held < count) {
    const byte = state.input[state.at++];
    if (byte === undefined) throw new Damaged();
    state.bits |= byte << state.held;
    state.held += 8;
  }
  const value = state.bits & ((1 << count) - 1);
  state.bits >>>= count;
  state.held -= count;
  return value;
}

/** Next symbol: codes of one length are consecutive numbers, shorter ones come first (RFC 1951 §3.2.2). */
function takeSymbol(state: State, { counts, symbols }: Huffman): number {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length <= MAX_BITS; length++) {
    code |= takeBits(state, 1);
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first] ?? 0;
    index += count;
    first = (first + count) * 2;
    code *= 2;
  }
  throw new Damaged();
}

function makeRoom(state: State, more: number): void {
  const wanted = state.length + more;
  if (wanted > state.limit) throw new TooLarge();
  if (wanted <= state.output.length) return;
  const grown = new Uint8Array(Math.min(Math.max(wanted, state.output.length * 2), state.limit));
  grown.set(state.output.subarray(0, state.length));
  state.output = grown;
}

function copyBack(state: State, length: number, distance: number): void {
  if (distance > state.length) throw new Damaged();
  makeRoom(state, length);
  for (let copied = 0; copied < length; copied++) {
    state.output[state.length] = state.output[state.length - distance] ?? 0;
    state.length++;
  }
}

function takeCoded(state: State, literals: Huffman, distances: Huffman): void {
  for (;;) {
    const symbol = takeSymbol(state, literals);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) {
      makeRoom(state, 1);
      state.output[state.length++] = symbol;
      continue;
    }
    const place = symbol - END_OF_BLOCK - 1;
    const [base, extra] = [LENGTH_BASE[place], LENGTH_EXTRA[place]];
    if (base === undefined || extra === undefined) throw new Damaged();
    const length = base + takeBits(state, extra);
    const far = takeSymbol(state, distances);
    const [farBase, farExtra] = [DISTANCE_BASE[far], DISTANCE_EXTRA[far]];
    if (farBase === undefined || farExtra === undefined) throw new Damaged();
    copyBack(state, length, farBase + takeBits(state, farExtra));
  }
}

function takeStored(state: State): void {
  [state.bits, state.held] = [0, 0];
  const [low, high, notLow, notHigh] = state.input.subarray(state.at, state.at + 4);
  if (notHigh === undefined) throw new Damaged();
  const length = (low ?? 0) | ((high ?? 0) << 8);
  if ((((notLow ?? 0) | (notHigh << 8)) ^ length) !== 0xffff) throw new Damaged();
  state.at += 4;
  const bytes = state.input.subarray(state.at, state.at + length);
  if (bytes.length < length) throw new Damaged();
  makeRoom(state, length);
  state.output.set(bytes, state.length);
  state.length += length;
  state.at += length;
}

const FIXED_LITERALS = Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const FIXED_DISTANCES = Array.from({ length: 30 }, () => 5);

/** Lengths of the codes of a dynamic block, run-length coded (RFC 1951 §3.2.7). */
function takeLengths(state: State, coded: Huffman, total: number): number[] {
  const lengths: number[] = [];
  while (lengths.length < total) {
    const symbol = takeSymbol(state, coded);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    const last = symbol === 16 ? lengths.at(-1) : 0;
    if (last === undefined) throw new Damaged();
    const [extra, least] = symbol === 16 ? [2, 3] : symbol === 17 ? [3, 3] : [7, 11];
    const times = least + takeBits(state, extra);
    if (lengths.length + times > total) throw new Damaged();
    for (let time = 0; time < times; time++) lengths.push(last);
  }
  return lengths;
}

function takeDynamic(state: State): void {
  const literals = takeBits(state, 5) + 257;
  const distances = takeBits(state, 5) + 1;
  const codes = takeBits(state, 4) + 4;
  const ofLengths = Array.from({ length: 19 }, () => 0);
  for (const place of LENGTHS_ORDER.slice(0, codes)) ofLengths[place] = takeBits(state, 3);
  const lengths = takeLengths(state, huffmanOf(ofLengths), literals + distances);
  if (lengths[END_OF_BLOCK] === 0) throw new Damaged();
  takeCoded(state, huffmanOf(lengths.slice(0, literals)), huffmanOf(lengths.slice(literals)));
}

function run(state: State): Uint8Array {
  let last = 0;
  while (last === 0) {
    last = takeBits(state, 1);
    const type = takeBits(state, 2);
    if (type === 0) takeStored(state);
    else if (type === 1) takeCoded(state, huffmanOf(FIXED_LITERALS), huffmanOf(FIXED_DISTANCES));
    else if (type === 2) takeDynamic(state);
    else throw new Damaged();
  }
  return state.output.slice(0, state.length);
}

/**
 * The bytes that were compressed; what follows the last block is of no concern. Fails with `inflate.damaged`, or with
 * `inflate.too-large` when there are more than `limit` bytes.
 */
export function inflateRaw(compressed: Uint8Array, limit: number): Outcome<Uint8Array> {
  return guarded<Outcome<Uint8Array>>(
    () => {
      const input = asBytes(compressed);
      if (input === undefined) return fail("bytes.not-bytes");
      const output = new Uint8Array(Math.min(limit, Math.max(1024, input.length * 4)));
      try {
        return yields(run({ input, limit, at: 0, held: 0, bits: 0, output, length: 0 }));
      } catch (error) {
        if (error instanceof TooLarge) return fail("inflate.too-large", { limit });
        if (error instanceof Damaged) return fail("inflate.damaged");
        throw error;
      }
    },
    (failure) => failure,
  );
}
