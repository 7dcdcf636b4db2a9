/**
 * `npm run eval:calibration`: 100,000 honest lots for each number of bids from 3 to 12 and each of three shapes of honest bids. Prints
 * JSON: how often each price screen is met at 5 % and 1 % under its own null (uniform spacings) and under the two others.
 * Exit code 1 where a screen misses its own null by more than ±10 % of 5 % or ±20 % of 1 %.
 */
import { parseArgs } from "node:util";

import {
  createRandom,
  FEWEST,
  fillSpacings,
  gaussian,
  NULLED,
  type Random,
  regularityOf,
  regularityTail,
  screensOfSorted,
  tailsOf,
} from "../screens/src/prices/index.ts";

const SHAPES = ["uniform", "normal", "ceiling"] as const;
type Shape = (typeof SHAPES)[number];

interface Cell {
  readonly screen: string;
  readonly shape: Shape;
  readonly n: number;
  readonly at5: number;
  readonly at1: number;
}

/** Honest bids in ascending order. */
function fill(prices: Float64Array, shape: Shape, random: Random): void {
  if (shape === "uniform") {
    fillSpacings(prices, random);
    return;
  }
  for (let bid = 0; bid < prices.length; bid += 1) {
    const error = gaussian(random);
    prices[bid] = 1000 - (shape === "ceiling" ? Math.abs(error) : error);
  }
  prices.sort();
}

function measure(shape: Shape, n: number, lots: number): Cell[] {
  const random = createRandom(9000 + n * 3 + SHAPES.indexOf(shape));
  const prices = new Float64Array(n);
  const counts = new Map<string, [number, number]>();
  const note = (screen: string, tail: number) => {
    const count = counts.get(screen) ?? [0, 0];
    if (tail <= 0.05) count[0] += 1;
    if (tail <= 0.01) count[1] += 1;
    counts.set(screen, count);
  };
  for (let lot = 0; lot < lots; lot += 1) {
    fill(prices, shape, random);
    const tails = tailsOf(screensOfSorted(prices), prices);
    for (const name of NULLED) if (n >= FEWEST[name]) note(name, tails[name] ?? 1);
    note("steps", regularityTail(regularityOf(prices).arithmetic ?? Infinity, n));
  }
  return [...counts].map(([screen, [five, one]]) => ({
    screen,
    shape,
    n,
    at5: five / lots,
    at1: one / lots,
  }));
}

const isHeld = ({ at5, at1 }: Cell): boolean =>
  Math.abs(at5 / 0.05 - 1) <= 0.1 && Math.abs(at1 / 0.01 - 1) <= 0.2;

const { values } = parseArgs({ options: { lots: { type: "string", default: "100000" } } });
const lots = Number(values.lots);
if (!Number.isInteger(lots) || lots < 1000)
  throw new Error(`--lots ${values.lots}: give 1000 or more`);
const cells: Cell[] = [];
for (const shape of SHAPES)
  for (let n = 3; n <= 12; n += 1) {
    cells.push(...measure(shape, n, lots));
    process.stderr.write(`${shape} n=${n}\n`);
  }
const missed = cells.filter((cell) => cell.shape === "uniform" && !isHeld(cell));
process.stdout.write(`${JSON.stringify({ lots, cells, missed }, null, 1)}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;
