/** Power of each price screen on planted lots at 5 %: under its own null, and ranked in a cell of 199 honest lots. */
import { createRandom } from "../src/prices/index.ts";
import { fillHonest, fillPlanted, PATTERNS, type Pattern } from "./drawn-lots.ts";
import { measureInCell, measureTails } from "./measured-screens.ts";

export interface PowerRow {
  readonly pattern: Pattern;
  readonly n: number;
  /** With an asterisk: ranked in the cell. */
  readonly screen: string;
  readonly power: number;
}

const CELL = 199;

/** The same lots for the same number of them. */
export function measurePower(lots: number, sizes: readonly number[]): PowerRow[] {
  return PATTERNS.flatMap((pattern, place) =>
    sizes.flatMap((n) => {
      const random = createRandom(29_000 + n * 4 + place);
      const fill = (prices: Float64Array) => fillPlanted(prices, pattern, random);
      const honest = (prices: Float64Array) => fillHonest(prices, "normal", random);
      const alone = measureTails({ n, lots, random, fill });
      const ranked = measureInCell({ n, lots, random, fill }, { size: CELL, fill: honest });
      return [
        ...Object.entries(alone).map(([screen, { at5 }]) => ({ pattern, n, screen, power: at5 })),
        ...Object.entries(ranked).map(([screen, { at5 }]) => ({
          pattern,
          n,
          screen: `${screen}*`,
          power: at5,
        })),
      ];
    }),
  );
}
