/** Reproducible chance for tests: the same seed always gives the same certificates. */
export interface Chance {
  /** A whole number from 0, below the bound. */
  below(bound: number): number;
  /** One of these. @throws if there is none */
  pick<T>(items: readonly T[]): T;
}

const WORD = 2 ** 32;

/** Mulberry32, by Tommy Ettinger: enough for tests, not for secrets. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number) => Math.floor((word() / WORD) * bound);
  return {
    below,
    pick: <T>(items: readonly T[]) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
