import { createRandom, type Random } from "../prices/random.ts";
import { pairKey } from "./shared-values.ts";
/**
 * How often firms bid in the same lots (BEH-01), against how often they would if each chose its lots alone, within cells of
 * category, district and year. For pairs the expected number is Σ a·b/N, and the tail that of a Poisson law, which is wider than the
 * exact hypergeometric one; groups are drawn.
 */
import type { Market } from "./table.ts";

export interface Meeting {
  readonly left: number;
  readonly right: number;
  readonly lots: number;
  readonly expected: number;
  readonly tail: number;
}

const FEWEST = 4;
/** Pairs looked at exactly; where more met so often, only those that met more often. */
const MOST_PAIRS = 3_000_000;
const MOST_SLOTS = 2 ** 27;

/** Pairs that met at least `FEWEST` times, and by chance hardly: below `most`. */
export function unusualMeetings(
  market: Market,
  most: number,
  attendance = attendanceOf(market),
): Meeting[] {
  const sketch = sketchOf(market);
  const least = leastMeetings(sketch);
  const counts = new Map<number, number>();
  forPairs(market, (key) => {
    const known = counts.get(key);
    if (known !== undefined) counts.set(key, known + 1);
    else if ((sketch[slotOf(key, sketch.length)] as number) >= least) counts.set(key, 1);
  });
  const found: Meeting[] = [];
  for (const [key, lots] of counts) {
    if (lots < FEWEST) continue;
    const left = Math.floor(key / market.firms.length);
    const right = key % market.firms.length;
    const expected = expectedMeetings(attendance, left, right);
    if (lots <= expected) continue;
    const tail = poissonTail(expected, lots);
    if (tail <= most) found.push({ left, right, lots, expected, tail });
  }
  return found;
}

/** A large lot says little of any pair in it, and has millions of them. */
const LARGEST_LOT = 100;

function forPairs({ lots, starts, firmOf, firms }: Market, visit: (key: number) => void): void {
  for (let lot = 0; lot < lots.length; lot += 1) {
    const from = starts[lot] as number;
    const to = starts[lot + 1] as number;
    if (to - from > LARGEST_LOT) continue;
    for (let left = from; left < to; left += 1)
      for (let right = left + 1; right < to; right += 1)
        visit(pairKey(firmOf[left] as number, firmOf[right] as number, firms.length));
  }
}

/** Meetings by slot, up to 255: a pair met at most so often as its slot says. */
function sketchOf(market: Market): Uint8Array {
  let pairs = 0;
  forPairs(market, () => {
    pairs += 1;
  });
  const slots = 2 ** Math.min(27, Math.max(10, Math.ceil(Math.log2(4 * (pairs + 1)))));
  const sketch = new Uint8Array(Math.min(MOST_SLOTS, slots));
  forPairs(market, (key) => {
    const slot = slotOf(key, sketch.length);
    const count = sketch[slot] as number;
    if (count < 255) sketch[slot] = count + 1;
  });
  return sketch;
}

/** Slots are a power of two; the key has up to 53 bits. */
function slotOf(key: number, slots: number): number {
  const high = Math.floor(key / 4_294_967_296);
  let mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 13;
  return (mixed >>> 0) & (slots - 1);
}

function leastMeetings(sketch: Uint8Array): number {
  const histogram = new Float64Array(256);
  for (let slot = 0; slot < sketch.length; slot += 1) {
    const count = sketch[slot] as number;
    histogram[count] = (histogram[count] as number) + 1;
  }
  let pairs = 0;
  let least = 256;
  while (least > FEWEST && pairs + (histogram[least - 1] as number) <= MOST_PAIRS) {
    least -= 1;
    pairs += histogram[least] as number;
  }
  return least;
}

/** How often each firm bid in each cell, and how many lots the cell has. */
export interface Attendance {
  readonly byFirm: readonly ReadonlyMap<number, number>[];
  readonly lots: Int32Array;
}

export function attendanceOf({ lots, starts, firmOf, firms, cellOf, cells }: Market): Attendance {
  const byFirm = Array.from({ length: firms.length }, () => new Map<number, number>());
  const sizes = new Int32Array(cells);
  for (let lot = 0; lot < lots.length; lot += 1) {
    const cell = cellOf[lot] as number;
    sizes[cell] = (sizes[cell] as number) + 1;
    for (let row = starts[lot] as number; row < (starts[lot + 1] as number); row += 1) {
      const own = byFirm[firmOf[row] as number];
      own?.set(cell, (own.get(cell) ?? 0) + 1);
    }
  }
  return { byFirm, lots: sizes };
}

function expectedMeetings({ byFirm, lots }: Attendance, left: number, right: number): number {
  let expected = 0;
  const [a = NOWHERE, b = NOWHERE] = [byFirm[left], byFirm[right]];
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const [cell, count] of few)
    expected += (count * (many.get(cell) ?? 0)) / (lots[cell] as number);
  return expected;
}

const NOWHERE: ReadonlyMap<number, number> = new Map();

export interface GroupMeetings {
  /** Pairs of members in a lot, over all lots. */
  readonly pairs: number;
  readonly expected: number;
  readonly tail: number;
}

const DRAWS = 999;
/** Draws after which a group that is plainly usual is left. */
const GLANCE = 99;

/**
 * How often members of a group meet, against each choosing as many lots of its cells alone (999 draws). Whoever is a group because it
 * was seen together has met once for each link: so many meetings are not counted.
 */
export function groupMeetings(
  members: readonly number[],
  {
    attendance,
    pairs,
    links,
  }: { readonly attendance: Attendance; readonly pairs: number; readonly links: number },
): GroupMeetings {
  const cells = sharedCells(members, attendance);
  const random = createRandom(members.reduce((sum, firm) => sum * 31 + firm, 7) | 0);
  let atLeast = 0;
  let sum = 0;
  let draws = 0;
  while (draws < DRAWS) {
    let met = 0;
    for (const cell of cells) met += drawMeetings(cell, random);
    sum += met;
    if (met >= pairs - links) atLeast += 1;
    draws += 1;
    if (draws === GLANCE && atLeast > 20) break;
  }
  return { pairs, expected: sum / draws, tail: (1 + atLeast) / (draws + 1) };
}

interface SharedCell {
  readonly lots: number;
  /** Lots of each member. */
  readonly counts: readonly number[];
}

function sharedCells(members: readonly number[], { byFirm, lots }: Attendance): SharedCell[] {
  const counts = new Map<number, number[]>();
  for (const firm of members)
    for (const [cell, count] of byFirm[firm] ?? NOWHERE) {
      const own = counts.get(cell);
      if (own === undefined) counts.set(cell, [count]);
      else own.push(count);
    }
  return [...counts]
    .filter(([, own]) => own.length > 1)
    .map(([cell, own]) => ({ lots: lots[cell] as number, counts: own }));
}

/** Pairs in one lot when each member takes its number of lots by chance. */
function drawMeetings({ lots, counts }: SharedCell, random: Random): number {
  const present = new Map<number, number>();
  let met = 0;
  for (const count of counts) {
    const own = new Set<number>();
    while (own.size < count) own.add(Math.floor(random() * lots));
    for (const lot of own) {
      const others = present.get(lot) ?? 0;
      met += others;
      present.set(lot, others + 1);
    }
  }
  return met;
}

/** P(X ≥ count) of a Poisson law. */
export function poissonTail(mean: number, count: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  let term = Math.exp(count * Math.log(mean) - mean - logFactorial(count));
  let sum = 0;
  for (let k = count; k < count + 1000; k += 1) {
    sum += term;
    term *= mean / (k + 1);
    if (term < sum * 1e-15) break;
  }
  return Math.min(1, sum);
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let factor = 2; factor <= n; factor += 1) sum += Math.log(factor);
  return sum;
}
