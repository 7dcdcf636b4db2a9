/**
 * What is left of a table, experts by bids, when the severity of each expert and the quality of each bid are taken away:
 * r_ij = S_ij − S̄_i· − S̄_·j + S̄.
 */

export interface Table {
  /** Row by row. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export interface Means {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly all: number;
}

export function meansOf({ values, rows, columns }: Table): Means {
  const byRow = new Float64Array(rows);
  const byColumn = new Float64Array(columns);
  let all = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const value = values[row * columns + column] as number;
      byRow[row] = (byRow[row] as number) + value / columns;
      byColumn[column] = (byColumn[column] as number) + value / rows;
      all += value;
    }
  return { rows: byRow, columns: byColumn, all: all / (rows * columns) };
}

export function residualsOf(table: Table): Float64Array {
  const { values, columns } = table;
  const means = meansOf(table);
  return values.map((value, place) => {
    const row = Math.floor(place / columns);
    return (
      value -
      (means.rows[row] as number) -
      (means.columns[place - row * columns] as number) +
      means.all
    );
  });
}

export const squares = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0);

export const degreesOf = ({ rows, columns }: Pick<Table, "rows" | "columns">): number =>
  (rows - 1) * (columns - 1);

export interface Largest {
  readonly place: number;
  /** max |r| / s. */
  readonly ratio: number;
}

/** The residual farthest from 0, in units of their deviation, which is never taken below the floor. */
export function largestOf(table: Table, residuals: Float64Array, floor = 0): Largest {
  const variance = Math.max(squares(residuals) / degreesOf(table), floor);
  let place = 0;
  for (let at = 1; at < residuals.length; at += 1)
    if (Math.abs(residuals[at] as number) > Math.abs(residuals[place] as number)) place = at;
  const size = Math.abs(residuals[place] as number);
  return { place, ratio: size < 1e-9 ? 0 : size / Math.sqrt(variance) };
}
