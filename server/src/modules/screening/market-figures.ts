/** What the lots of a market cell are compared by, beside the gap of PRC-06 (indicators.md D.4). Pure. */
import { FEWEST, screensOfSorted, tailsOf } from "../../../../screens/src/prices/index.ts";

/** Smaller cells are not compared with (D.0.4). */
export const CELL_MIN = 50;

/** Columns of screening.market_lot. */
export const FIGURES = [
  "cv",
  "spd",
  "diffp",
  "rd",
  "skew",
  "kurt",
  "ks",
  "level",
  "dropped",
] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Partial<Readonly<Record<Figure, number>>>;

/** Where a lot stands among the earlier lots of its cell. */
export interface FigureRank {
  /** Earlier lots with the figure. */
  readonly lots: number;
  /** Of these, at most as large; at least as large. */
  readonly atMost: number;
  readonly atLeast: number;
}

/**
 * Figures of ascending prices (minor units); rd, skew, kurt and ks are tails given n under uniform spacings, so that lots of
 * other n can stand beside. `ceiling` in the same unit.
 */
export function figuresOf(prices: readonly number[], ceiling: number | undefined): Figures {
  const sorted = Float64Array.from(prices);
  const screens = screensOfSorted(sorted);
  const tails = tailsOf(screens, sorted);
  const lowest = sorted[0] ?? 0;
  const found: Record<Figure, number | null | undefined> = {
    cv: screens.cv,
    spd: screens.spd,
    diffp: screens.diffp,
    rd: screens.n >= FEWEST.rd ? tails.rd : null,
    skew: tails.skew,
    kurt: tails.kurt,
    ks: tails.ks,
    level: ceiling !== undefined && ceiling > 0 ? lowest / ceiling : null,
    dropped: null,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => typeof value === "number"),
  ) as Figures;
}
