/**
 * Seeded pseudo-random numbers: sfc32 (C. Doty-Humphrey, PractRand), state seeded through FNV-1a.
 * Equal seeds give equal sequences on every machine; nothing here reads a clock or an entropy source.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform integer, both ends included. */
  integer(low: number, high: number): number;
  uniform(low: number, high: number): number;
  chance(probability: number): boolean;
  /** Standard normal deviate (Box–Muller). */
  normal(): number;
  /** Exponential deviate with mean 1. */
  exponential(): number;
  pick<T>(items: readonly T[]): T;
  /** `count` different items, in random order; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
  /** Lower-case hexadecimal text of `length` characters. */
  hex(length: number): string;
}

function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** sfc32 on four words derived from the text; 12 rounds are thrown away. */
function createSfc32(text: string): () => number {
  let a = hash32(text);
  let b = hash32(`${text}#b`);
  let c = hash32(`${text}#c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** A stream of its own for each label: adding draws to one part of the city never moves another. */
export function createRandom(seed: number, label: string): Random {
  const next = createSfc32(`${seed}/${label}`);
  const integer = (low: number, high: number): number =>
    low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError("cannot pick from an empty list");
    return item;
  };
  return {
    next,
    integer,
    pick,
    uniform: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: () => -Math.log(1 - next()),
    sample: (items, count) => sample(items, count, integer),
    hex: (length) => hexadecimal(length, next),
  };
}

function sample<T>(
  items: readonly T[],
  count: number,
  integer: (low: number, high: number) => number,
): T[] {
  const rest = [...items];
  const taken: T[] = [];
  while (taken.length < count && rest.length > 0) {
    taken.push(...rest.splice(integer(0, rest.length - 1), 1));
  }
  return taken;
}

function hexadecimal(length: number, next: () => number): string {
  let text = "";
  while (text.length < length) {
    text += Math.floor(next() * 4294967296)
      .toString(16)
      .padStart(8, "0");
  }
  return text.slice(0, length);
}

/** A value with its relative weight. */
export type Weighted<T> = readonly (readonly [value: T, weight: number])[];

/** One value, with probability proportional to its weight. */
export function pickWeighted<T>(random: Random, choices: Weighted<T>): T {
  let total = 0;
  for (const [, weight] of choices) total += weight;
  let left = random.next() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError("cannot pick from an empty list");
  return last[0];
}
