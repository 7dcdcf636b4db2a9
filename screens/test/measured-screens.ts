/** How often each price screen is met in drawn lots: under its own null, and ranked in a market cell. */
import {
  FEWEST,
  NULLED,
  type Random,
  regularityOf,
  regularityTail,
  screensOfSorted,
  tailsOf,
} from "../src/prices/index.ts";

export type Fill = (prices: Float64Array, random: Random) => void;

/** Shares of lots in which a screen is met at 5 % and at 1 %. */
export interface Share {
  readonly at5: number;
  readonly at1: number;
}

/** Screens that have a tail only in their market, and which end is rare. */
const CELL_ONLY = ["cv", "spd", "diffp"] as const;

interface Task {
  readonly n: number;
  readonly lots: number;
  readonly fill: Fill;
  readonly random: Random;
}

/** By screen; `steps` is the regularity of the gaps. */
export function measureTails({ n, lots, fill, random }: Task): Record<string, Share> {
  const prices = new Float64Array(n);
  const counter = createCounter(lots);
  for (let lot = 0; lot < lots; lot += 1) {
    fill(prices, random);
    for (const [name, tail] of Object.entries(tailsIn(prices))) counter.note(name, tail);
  }
  return counter.read();
}

function tailsIn(prices: Float64Array): Record<string, number> {
  const tails = tailsOf(screensOfSorted(prices), prices);
  const found: Record<string, number> = {};
  for (const name of NULLED) if (prices.length >= FEWEST[name]) found[name] = tails[name] ?? 1;
  found["steps"] = regularityTail(regularityOf(prices).arithmetic ?? Infinity, prices.length);
  return found;
}

/** The same against a cell of so many honest lots each time: rank (1 + #{as rare}) / (N + 1). */
export function measureInCell(
  { n, lots, fill, random }: Task,
  cell: { readonly size: number; readonly fill: Fill },
): Record<string, Share> {
  const prices = new Float64Array(n);
  const counter = createCounter(lots);
  let known: Record<string, Float64Array> = {};
  for (let lot = 0; lot < lots; lot += 1) {
    // A new market every so often: the level holds over markets, not in each.
    if (lot % 20 === 0) known = drawCell(n, cell, random);
    fill(prices, random);
    const own = figuresIn(prices);
    for (const [name, column] of Object.entries(known)) {
      const value = own[name] ?? 1;
      counter.note(name, (1 + column.filter((one) => one <= value).length) / (cell.size + 1));
    }
  }
  return counter.read();
}

/** Small is rare: tails, and the figures without a null. */
function figuresIn(prices: Float64Array): Record<string, number> {
  const screens = screensOfSorted(prices);
  const figures = tailsIn(prices);
  for (const name of CELL_ONLY) figures[name] = screens[name] ?? 1;
  return figures;
}

function drawCell(
  n: number,
  { size, fill }: { readonly size: number; readonly fill: Fill },
  random: Random,
): Record<string, Float64Array> {
  const prices = new Float64Array(n);
  const rows = Array.from({ length: size }, () => {
    fill(prices, random);
    return figuresIn(prices);
  });
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? 1)]),
  );
}

function createCounter(lots: number) {
  const counts = new Map<string, [number, number]>();
  return {
    note(screen: string, tail: number): void {
      const count = counts.get(screen) ?? [0, 0];
      if (tail <= 0.05) count[0] += 1;
      if (tail <= 0.01) count[1] += 1;
      counts.set(screen, count);
    },
    read: (): Record<string, Share> =>
      Object.fromEntries(
        [...counts].map(([screen, [five, one]]) => [screen, { at5: five / lots, at1: one / lots }]),
      ),
  };
}
