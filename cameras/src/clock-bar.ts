/**
 * A clock that a camera draws into its picture as cells of black and white over the full width: 1, 0, then 40 bits of
 * milliseconds since 1970, then their CRC-8 (polynomial 0x07), most significant bit first. Who reads it knows when the
 * picture was taken, whatever lies between lens and eye.
 */

const CELLS = 50;
const TIME_BITS = 40;
const WRAP = 2 ** TIME_BITS;
const WHITE = 126;
/** The inner part of a cell that is read; its edges are blurred. */
const INNER = [0.3, 0.7] as const;

/** One byte a pixel, row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

function crc8(octets: readonly number[]): number {
  let value = 0;
  for (const octet of octets) {
    value ^= octet;
    for (let bit = 0; bit < 8; bit += 1) value = value & 0x80 ? (value << 1) ^ 0x107 : value << 1;
  }
  return value & 0xff;
}

/** The cells for an instant. */
export function clockCells(milliseconds: number): boolean[] {
  const octets = [4, 3, 2, 1, 0].map((place) => Math.floor(milliseconds / 256 ** place) % 256);
  const bits = [...octets, crc8(octets)].flatMap((octet) =>
    Array.from({ length: 8 }, (_, bit) => ((octet >> (7 - bit)) & 1) === 1),
  );
  return [true, false, ...bits];
}

/** Mean of the inner pixels of a cell over all rows given. */
function cellMean({ width, height, pixels }: GreyPicture, cell: number): number {
  const [from, to] = INNER.map((part) => Math.floor(((cell + part) * width) / CELLS));
  let sum = 0;
  let count = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = from ?? 0; column <= (to ?? 0); column += 1) {
      sum += pixels[row * width + column] ?? 0;
      count += 1;
    }
  }
  return sum / count;
}

/**
 * The instant a bar shows, in milliseconds since 1970; undefined: there is none, or it cannot be read. `bar` is the bar
 * alone, without the rows at its edge; `near` is any instant within 17 years, for the bar repeats after 34.
 */
export function readClockBar(bar: GreyPicture, near: number): number | undefined {
  if (bar.width < CELLS || bar.height < 1) return undefined;
  const cells = Array.from({ length: CELLS }, (_, cell) => cellMean(bar, cell) > WHITE);
  const [first, second, ...bits] = cells;
  if (first !== true || second !== false) return undefined;
  const octets = Array.from({ length: 6 }, (_, octet) =>
    bits.slice(octet * 8, octet * 8 + 8).reduce((value, bit) => value * 2 + Number(bit), 0),
  );
  const time = octets.slice(0, 5);
  if (crc8(time) !== octets[5]) return undefined;
  const value = time.reduce((sum, octet) => sum * 256 + octet, 0);
  return value + Math.round((near - value) / WRAP) * WRAP;
}

/** How the delays of many pictures are summed up, in milliseconds; undefined for none. */
export function delaysOf(
  pictures: readonly { readonly shownAt: number; readonly takenAt: number }[],
): { readonly median: number; readonly p95: number; readonly count: number } | undefined {
  const delays = pictures
    .map(({ shownAt, takenAt }) => shownAt - takenAt)
    .toSorted((a, b) => a - b);
  const at = (share: number) =>
    delays[Math.min(Math.floor(delays.length * share), delays.length - 1)];
  const [median, p95] = [at(0.5), at(0.95)];
  if (median === undefined || p95 === undefined) return undefined;
  return { median, p95, count: delays.length };
}
