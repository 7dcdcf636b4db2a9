/**
 * EXP-01: one total that neither the severity of its expert nor the quality of its bid explains, and the criteria that carry
 * it (brief: indicators.md D.6; 招标投标法实施条例 articles 49 and 71).
 */
import { countUpTo, justBelow } from "../prices/price-tails.ts";
import { createRandom } from "../prices/random.ts";
import { type Block, stepVariance, scoreAt } from "./panel.ts";
import { degreesOf, largestOf, residualsOf, squares, type Table } from "./residuals.ts";
import { holm, studentTail } from "./tails.ts";

/** Fewest experts and bids with which a total can stand out. */
export const FEWEST = 3;

export interface Outlier {
  /** Places in the block. */
  readonly expert: number;
  readonly bid: number;
  /** T = max |r| / s. */
  readonly ratio: number;
  /** r in points of the mean criterion. */
  readonly points: number;
  readonly tail: number;
}

/** undefined: fewer than three experts or bids. */
export function outlierOf(block: Block): Outlier | undefined {
  const table = tableOf(block);
  if (table.rows < FEWEST || table.columns < FEWEST) return undefined;
  const residuals = residualsOf(table);
  const { place, ratio } = largestOf(table, residuals, stepVariance(block));
  return {
    expert: Math.floor(place / table.columns),
    bid: place % table.columns,
    ratio,
    points: residuals[place] as number,
    tail: ratioTail(ratio, table),
  };
}

export const tableOf = ({ means, experts, bids }: Block): Table => ({
  values: means,
  rows: experts.length,
  columns: bids.length,
});

export interface Carrier {
  /** Place among the criteria of the panel. */
  readonly criterion: number;
  readonly points: number;
  /** Holm's p-value within the criteria of this expert and bid. */
  readonly tail: number;
}

const CARRIES = 0.05;

/** Criteria whose residual stands out by itself, externally studentised. */
export function carriersOf(block: Block, { expert, bid }: Outlier): Carrier[] {
  const { panel, experts, bids, criteria } = block;
  const rows = experts.length;
  const columns = bids.length;
  const all = criteria.map((criterion) => {
    const values = Float64Array.from({ length: rows * columns }, (_, place) =>
      scoreAt(panel, [
        experts[Math.floor(place / columns)] as number,
        bids[place % columns] as number,
        criterion,
      ]),
    );
    const residuals = residualsOf({ values, rows, columns });
    const points = residuals[expert * columns + bid] as number;
    const floor = stepVariance({ step: block.step, criteria: [criterion] });
    const tail = studentised(residuals, { points, rows, columns, floor });
    return { criterion, points, tail };
  });
  const adjusted = holm(all.map(({ tail }) => tail));
  return all
    .map((one, index) => ({ ...one, tail: adjusted[index] as number }))
    .filter(({ tail }) => tail < CARRIES);
}

interface Studentised {
  readonly points: number;
  readonly rows: number;
  readonly columns: number;
  readonly floor: number;
}

/** p of one residual against the others of its table: t with (E−1)(J−1) − 1 degrees of freedom. */
function studentised(residuals: Float64Array, given: Studentised): number {
  const degrees = degreesOf(given);
  const share = degrees / (given.rows * given.columns);
  const own = (given.points * given.points) / share;
  const rest = Math.max((squares(residuals) - own) / (degrees - 1), given.floor);
  return studentTail(Math.sqrt(own / rest), degrees - 1);
}

/** Numbers drawn for one size of table. */
const NUMBERS = 1_000_000;
const MOST_DRAWS = 20_000;
const FEWEST_DRAWS = 1_000;

const laws = new Map<string, Float64Array>();

/** P(T ≥ ratio) of honest normal tables of this size, from draws with a fixed seed, kept once made. */
export function ratioTail(
  ratio: number,
  { rows, columns }: Pick<Table, "rows" | "columns">,
): number {
  // Rows and columns play the same part.
  const [few, many] = rows < columns ? [rows, columns] : [columns, rows];
  const key = `${few}×${many}`;
  const law = laws.get(key) ?? drawLaw(few, many);
  laws.set(key, law);
  return (1 + law.length - countUpTo(law, justBelow(ratio))) / (law.length + 1);
}

function drawLaw(rows: number, columns: number): Float64Array {
  const size = rows * columns;
  const draws = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.floor(NUMBERS / size)));
  const random = createRandom(rows * 1000 + columns);
  const values = new Float64Array(size);
  const table = { values, rows, columns };
  return Float64Array.from({ length: draws }, () => {
    fillNormal(values, random);
    return largestOf(table, residualsOf(table)).ratio;
  }).toSorted();
}

/** Independent standard normal numbers (Box and Muller 1958). */
export function fillNormal(values: Float64Array, random: () => number): void {
  for (let at = 0; at < values.length; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(random()));
    const angle = 2 * Math.PI * random();
    values[at] = radius * Math.cos(angle);
    if (at + 1 < values.length) values[at + 1] = radius * Math.sin(angle);
  }
}
