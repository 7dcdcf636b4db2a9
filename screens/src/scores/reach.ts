/** Which sums a set of changes can make, as bits of one large number: bit n is set if n units can be reached. */

/** Sums of one element of each. Runs of neighbours are added by doubling. */
export function sums(left: bigint, right: bigint): bigint {
  let all = 0n;
  for (const { from, length } of runsOf(right)) {
    let [covered, width] = [left << BigInt(from), 1];
    while (2 * width <= length) {
      covered |= covered << BigInt(width);
      width *= 2;
    }
    all |= covered | (covered << BigInt(length - width));
  }
  return all;
}

function runsOf(bits: bigint): { readonly from: number; readonly length: number }[] {
  const text = bits.toString(2);
  return [...text.matchAll(/1+/g)].map(({ 0: run, index }) => ({
    from: text.length - index - run.length,
    length: run.length,
  }));
}

/** 0, step, 2 step … up to room. */
export function multiples(step: number, room: number): bigint {
  let bits = 0n;
  for (let at = 0; at <= room; at += step) bits |= 1n << BigInt(at);
  return bits;
}

export function bitsOf(bits: bigint): number[] {
  const found: number[] = [];
  const text = bits.toString(2);
  for (let at = text.length - 1; at >= 0; at -= 1)
    if (text[at] === "1") found.push(text.length - 1 - at);
  return found;
}

/** Only what lies between, both included. */
export function between(bits: bigint, from: number, to: number): bigint {
  if (to < from || to < 0) return 0n;
  const low = BigInt(Math.max(0, from));
  return ((bits >> low) << low) & ((1n << BigInt(to + 1)) - 1n);
}

export const hasBit = (bits: bigint, at: number): boolean =>
  at >= 0 && ((bits >> BigInt(at)) & 1n) === 1n;

/** One way to make a sum out of one element of each part; undefined: there is none. */
export function splitSum(parts: readonly bigint[], sum: number): number[] | undefined {
  const prefixes: bigint[] = [1n];
  for (const part of parts) prefixes.push(sums(prefixes.at(-1) ?? 1n, part));
  if (!hasBit(prefixes.at(-1) ?? 0n, sum)) return undefined;
  const taken: number[] = [];
  let left = sum;
  for (let place = parts.length - 1; place >= 0; place -= 1) {
    const before = prefixes[place] ?? 0n;
    const own = bitsOf(parts[place] ?? 0n).find((amount) => hasBit(before, left - amount)) ?? 0;
    taken[place] = own;
    left -= own;
  }
  return taken;
}
