/** Repeatable chance for the property world: mulberry32. */
export interface Draw {
  /** Uniform in [0, 1). */
  next(): number;
  below(limit: number): number;
  pick<T>(values: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
  some<T>(values: readonly T[], most: number): T[];
}

export function createDraw(seed: number): Draw {
  const state = { at: seed >>> 0 };
  const next = () => {
    state.at = (state.at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state.at ^ (state.at >>> 15), 1 | state.at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  return {
    next,
    below,
    pick,
    chance: (probability) => next() < probability,
    some<T>(values: readonly T[], most: number) {
      const count = 1 + below(most);
      return [...new Set(Array.from({ length: count }, () => pick(values)))];
    },
  };
}
