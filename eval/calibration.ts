/**
 * `npm run eval:calibration`: 100,000 honest lots for each number of bids from 3 to 12 and each of three shapes of honest bids. Prints
 * JSON: how often each price screen is met at 5 % and 1 % under its own null (uniform spacings) and under the two others; how often
 * when ranked in a market cell of 59, 99 and 199 honest lots of its own shape; and how often in planted lots (power).
 * Exit code 1 where a screen misses its own null by more than ±10 % of 5 % or ±20 % of 1 %, or 5 % in its cell by more than ±20 %.
 */
import { parseArgs } from "node:util";

import { createRandom } from "../screens/src/prices/index.ts";
import { fillHonest, SHAPES } from "../screens/test/drawn-lots.ts";
import { measureInCell, measureTails, type Share } from "../screens/test/measured-screens.ts";
import { measurePower } from "../screens/test/power.ts";

interface Row extends Share {
  readonly screen: string;
  readonly n: number;
  /** Shape of honest bids. */
  readonly drawn: string;
  /** Lots of the market cell that it was ranked in. */
  readonly cell?: number;
}

const SIZES = Array.from({ length: 10 }, (_, index) => index + 3);
const CELLS = [59, 99, 199] as const;

const { values } = parseArgs({ options: { lots: { type: "string", default: "100000" } } });
const lots = Number(values.lots);
if (!Number.isInteger(lots) || lots < 1000)
  throw new Error(`--lots ${values.lots}: give 1000 or more`);

const rowsOf = (shares: Record<string, Share>, rest: Omit<Row, "screen" | keyof Share>): Row[] =>
  Object.entries(shares).map(([screen, share]) => ({ screen, ...rest, ...share }));

/** Ranks cost a cell for each twenty lots: a quarter of the lots tells 5 % to 0.2 %. */
const ranked = Math.max(1000, Math.floor(lots / 4));

const own = SHAPES.flatMap((shape, place) =>
  SIZES.flatMap((n) => {
    const random = createRandom(9000 + n * 3 + place);
    process.stderr.write(`${shape} n=${n}\n`);
    const task = {
      n,
      lots,
      random,
      fill: (prices: Float64Array) => fillHonest(prices, shape, random),
    };
    return rowsOf(measureTails(task), { n, drawn: shape });
  }),
);

const cells = SHAPES.flatMap((shape, place) =>
  [3, 5, 8, 12].flatMap((n) =>
    CELLS.flatMap((size) => {
      const random = createRandom(19_000 + size + n * 3 + place);
      process.stderr.write(`cell of ${size}, ${shape} n=${n}\n`);
      const fill = (prices: Float64Array) => fillHonest(prices, shape, random);
      const shares = measureInCell({ n, lots: ranked, random, fill }, { size, fill });
      return rowsOf(shares, { n, drawn: shape, cell: size });
    }),
  ),
);

process.stderr.write("power\n");
const power = measurePower(ranked, SIZES);

const isHeld = ({ at5, at1 }: Row): boolean =>
  Math.abs(at5 / 0.05 - 1) <= 0.1 && Math.abs(at1 / 0.01 - 1) <= 0.2;
/** Lots that share a market scatter more than independent ones: five deviations on top of ±20 %. */
const scatter = 5 * Math.sqrt((0.05 * 0.95) / ranked);
const isHeldInCell = ({ at5 }: Row): boolean => Math.abs(at5 - 0.05) <= 0.01 + scatter;

const missed = [
  ...own.filter((row) => row.drawn === "uniform" && !isHeld(row)),
  ...cells.filter((row) => !isHeldInCell(row)),
];
process.stdout.write(`${JSON.stringify({ lots, own, cells, power, missed }, null, 1)}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;
