/**
 * How wide an expert uses the scale. Who gives 4 to 9 where the others give 5 to 8 lies above them for every strong bid and below for
 * every weak one: over many panels that would look like a favour for strong bidders.
 */
import { FEWEST, tableOf } from "./outlier.ts";
import type { Block } from "./panel.ts";
import { meansOf, type Table } from "./residuals.ts";

/** Sums over the panels of an expert. */
interface Moments {
  panels: number;
  own: number;
  others: number;
  ownSquared: number;
  othersSquared: number;
  product: number;
}

/** Fewest panels from which a width is estimated, and how clearly (in squared errors) it must differ from 1. */
const FEWEST_PANELS = 5;
const CLEAR = 10;
const NARROWEST = 0.5;
const WIDEST = 2;

/**
 * Width by expert, 1 where nothing else is clear. Within a panel the errors of two experts are independent, so
 * Cov(S_i, S_k) = λ_i λ_k Var(quality): λ_i is the mean covariance of i with the others over the mean covariance among the
 * others, both summed over panels. It is shrunk towards 1 by its own error.
 */
export function spreadsOf(blocks: readonly Block[]): ReadonlyMap<string, number> {
  const moments = new Map<string, Moments>();
  for (const block of blocks) {
    const table = tableOf(block);
    if (table.rows < FEWEST || table.columns < FEWEST) continue;
    covariancesOf(table).forEach(({ own, others }, row) => {
      const id = block.panel.experts[block.experts[row] as number] as string;
      const sums = moments.get(id) ?? nothing();
      moments.set(id, sums);
      sums.panels += 1;
      sums.own += own;
      sums.others += others;
      sums.ownSquared += own * own;
      sums.othersSquared += others * others;
      sums.product += own * others;
    });
  }
  return new Map([...moments].map(([id, sums]) => [id, widthOf(sums)]));
}

const nothing = (): Moments => ({
  panels: 0,
  own: 0,
  others: 0,
  ownSquared: 0,
  othersSquared: 0,
  product: 0,
});

function widthOf({ panels, own, others, ownSquared, othersSquared, product }: Moments): number {
  if (panels < FEWEST_PANELS || others <= 0) return 1;
  const width = own / others;
  const error = ownSquared - 2 * width * product + width * width * othersSquared;
  const variance = ((panels / (panels - 1)) * error) / (others * others);
  const clear = (width - 1) ** 2 / variance;
  if (!(clear > CLEAR)) return 1;
  return Math.min(WIDEST, Math.max(NARROWEST, 1 + (width - 1) * (1 - 1 / clear)));
}

interface Covariances {
  /** Mean covariance of the row with each other row. */
  readonly own: number;
  /** Mean covariance of two others. */
  readonly others: number;
}

function covariancesOf(table: Table): Covariances[] {
  const { values, rows, columns } = table;
  const means = meansOf(table).rows;
  const sums = new Float64Array(columns);
  const squares = new Float64Array(rows);
  const distance = (row: number, column: number) =>
    (values[row * columns + column] as number) - (means[row] as number);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const value = distance(row, column);
      sums[column] = (sums[column] as number) + value;
      squares[row] = (squares[row] as number) + value * value;
    }
  const allSquares = squares.reduce((sum, value) => sum + value, 0);
  return Array.from({ length: rows }, (_, row) => {
    let [own, others] = [0, 0];
    for (let column = 0; column < columns; column += 1) {
      const value = distance(row, column);
      const rest = (sums[column] as number) - value;
      own += value * rest;
      others += rest * rest;
    }
    const pairs = (rows - 1) * (rows - 2);
    return {
      own: own / (rows - 1),
      others: (others - allSquares + (squares[row] as number)) / pairs,
    };
  });
}

/** The table as if every expert used the scale as wide as the others. */
export function evened(block: Block, spreads: ReadonlyMap<string, number>): Table {
  const table = tableOf(block);
  const means = meansOf(table).rows;
  const values = table.values.map((value, place) => {
    const row = Math.floor(place / table.columns);
    const id = block.panel.experts[block.experts[row] as number] as string;
    const mean = means[row] as number;
    return mean + (value - mean) / (spreads.get(id) ?? 1);
  });
  return { ...table, values };
}
