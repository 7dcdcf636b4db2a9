/** From the modules of a QR code to its bytes (ISO/IEC 18004): levels L and M and byte mode, which paper uses. */
import { alignmentCentres } from "./mesh.ts";
import { correct } from "./reed-solomon.ts";

/** Is the module dark? Column, row. */
export type Modules = (x: number, y: number) => boolean;

interface Level {
  /** By version, from 1. */
  readonly blocks: readonly number[];
  /** Check bytes of each block. */
  readonly checks: readonly number[];
}

/** ISO/IEC 18004, table 9. */
const LEVELS: Readonly<Record<number, Level>> = {
  // L
  1: {
    blocks: [
      1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14,
      15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    checks: [
      7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30,
      26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
  },
  // M
  0: {
    blocks: [
      1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25,
      26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    checks: [
      10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28,
      28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
  },
};

const FORMAT_MASK = 0x5412;
const FORMAT_POLYNOMIAL = 0x537;

function formatWord(data: number): number {
  let rest = data << 10;
  for (let bit = 14; bit >= 10; bit--)
    if ((rest >> bit) & 1) rest ^= FORMAT_POLYNOMIAL << (bit - 10);
  return ((data << 10) | rest) ^ FORMAT_MASK;
}

/** The two places at which the 15 bits of the format stand, lowest bit first. */
function formatPlaces(dimension: number): (readonly [number, number])[][] {
  const first = [0, 1, 2, 3, 4, 5, 7, 8].map((y) => [8, y] as const);
  const second = [7, 5, 4, 3, 2, 1, 0].map((x) => [x, 8] as const);
  const right = Array.from({ length: 8 }, (_, bit) => [dimension - 1 - bit, 8] as const);
  const below = Array.from({ length: 7 }, (_, bit) => [8, dimension - 7 + bit] as const);
  return [
    [...first, ...second],
    [...right, ...below],
  ];
}

/** Level and mask, by the nearest of the 32 words. */
function readFormat(dark: Modules, dimension: number): { level: number; mask: number } | undefined {
  let found: { data: number; apart: number } | undefined;
  for (const places of formatPlaces(dimension)) {
    for (let data = 0; data < 32; data++) {
      const word = formatWord(data);
      const apart = places.filter(
        ([x, y], bit) => dark(x, y) !== (((word >> bit) & 1) === 1),
      ).length;
      if (found === undefined || apart < found.apart) found = { data, apart };
    }
  }
  if (found === undefined || found.apart > 3) return undefined;
  return { level: found.data >> 3, mask: found.data & 7 };
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** 1 where a module belongs to a pattern and not to the data. */
function patternsOf(version: number): Uint8Array {
  const dimension = 4 * version + 17;
  const taken = new Uint8Array(dimension * dimension);
  const take = (left: number, top: number, [width, height]: readonly [number, number]) => {
    for (let y = top; y < top + height; y++)
      taken.fill(1, y * dimension + left, y * dimension + left + width);
  };
  take(0, 0, [9, 9]);
  take(dimension - 8, 0, [8, 9]);
  take(0, dimension - 8, [9, 8]);
  take(6, 0, [1, dimension]);
  take(0, 6, [dimension, 1]);
  const centres = version === 1 ? [] : alignmentCentres(version).map(Math.floor);
  const last = centres.length - 1;
  for (const [row, y] of centres.entries())
    for (const [column, x] of centres.entries()) {
      const isFinder =
        (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
      if (!isFinder) take(x - 2, y - 2, [5, 5]);
    }
  if (version >= 7) {
    take(dimension - 11, 0, [3, 6]);
    take(0, dimension - 11, [6, 3]);
  }
  return taken;
}

/** The places in the order in which bits are laid: up and down in columns of two, from the right. */
function* placesOf(dimension: number): Generator<readonly [number, number]> {
  let upwards = true;
  for (let right = dimension - 1; right > 0; right -= 2) {
    // The column of the timing pattern is not counted.
    if (right === 6) right = 5;
    for (let line = 0; line < dimension; line++) {
      const y = upwards ? dimension - 1 - line : line;
      yield [right, y];
      yield [right - 1, y];
    }
    upwards = !upwards;
  }
}

function readBytes(dark: Modules, version: number, mask: number): Uint8Array {
  const dimension = 4 * version + 17;
  const taken = patternsOf(version);
  const isMasked = MASKS[mask] ?? (() => false);
  const bytes: number[] = [];
  let [held, count] = [0, 0];
  for (const [x, y] of placesOf(dimension)) {
    if (taken[y * dimension + x] === 1) continue;
    held = (held << 1) | Number(dark(x, y) !== isMasked(x, y));
    count++;
    if (count < 8) continue;
    bytes.push(held);
    [held, count] = [0, 0];
  }
  return Uint8Array.from(bytes);
}

/** Takes the interleaved bytes apart into blocks, corrects each, and joins what is not check bytes. */
function joinBlocks(bytes: Uint8Array, blocks: number, checks: number): Uint8Array | undefined {
  const short = Math.floor(bytes.length / blocks);
  const long = bytes.length % blocks;
  const sizes = Array.from(
    { length: blocks },
    (_, block) => short + (block >= blocks - long ? 1 : 0),
  );
  const parts = sizes.map((size) => new Uint8Array(size));
  let at = 0;
  for (let place = 0; place <= short - checks; place++)
    for (const [block, part] of parts.entries())
      if (place < (sizes[block] ?? 0) - checks) part[place] = bytes[at++] ?? 0;
  for (let place = 0; place < checks; place++)
    for (const [block, part] of parts.entries())
      part[(sizes[block] ?? 0) - checks + place] = bytes[at++] ?? 0;
  if (!parts.every((part) => correct(part, checks))) return undefined;
  return Uint8Array.from(parts.flatMap((part) => [...part.subarray(0, part.length - checks)]));
}

/** Byte mode alone: four bits of mode, the length, the bytes. */
function readSegment(data: Uint8Array, version: number): Uint8Array | undefined {
  const lengthBytes = version < 10 ? 1 : 2;
  const nibble = (place: number) => ((data[place >> 1] ?? 0) >> (place % 2 === 0 ? 4 : 0)) & 15;
  if (nibble(0) !== 4) return undefined;
  const byte = (place: number) => (nibble(2 * place + 1) << 4) | nibble(2 * place + 2);
  const length = lengthBytes === 1 ? byte(0) : (byte(0) << 8) | byte(1);
  if (lengthBytes + length + 1 > data.length) return undefined;
  return Uint8Array.from({ length }, (_, place) => byte(lengthBytes + place));
}

/** Bytes of a code of that version; undefined if it is none, or too much of it is wrong. */
export function readSymbol(dark: Modules, version: number): Uint8Array | undefined {
  const format = readFormat(dark, 4 * version + 17);
  const level = format === undefined ? undefined : LEVELS[format.level];
  if (format === undefined || level === undefined) return undefined;
  const [blocks = 1, checks = 7] = [level.blocks[version - 1], level.checks[version - 1]];
  const data = joinBlocks(readBytes(dark, version, format.mask), blocks, checks);
  return data === undefined ? undefined : readSegment(data, version);
}
