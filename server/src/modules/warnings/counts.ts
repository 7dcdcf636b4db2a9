/** Numbers of the board: each counts the list that opens when its own value is chosen beside the other filters. Pure. */
import type {
  WarningCount,
  WarningCounts,
  WarningQuery,
} from "../../../../contract/src/warnings.ts";

export interface Cell {
  readonly month: string;
  readonly stage: string;
  readonly node: string;
  readonly mode: string;
  readonly course: string;
  readonly handling: string;
  readonly agency: string;
  readonly agencyName: string;
  readonly count: number;
}

const DIMENSIONS = ["month", "stage", "node", "mode", "course", "handling", "agency"] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** Cells that the filters let through, but for that of one dimension. */
const withoutOwn = (
  cells: readonly Cell[],
  query: WarningQuery,
  own?: Dimension,
): readonly Cell[] =>
  cells.filter((cell) =>
    DIMENSIONS.every((one) => one === own || query[one] === undefined || query[one] === cell[one]),
  );

export const sumOf = (cells: readonly Pick<Cell, "count">[]): number =>
  cells.reduce((sum, { count }) => sum + count, 0);

function along(cells: readonly Cell[], query: WarningQuery, own: Dimension): WarningCount[] {
  const groups = Map.groupBy(withoutOwn(cells, query, own), (cell) => cell[own]);
  return [...groups]
    .map(([value, found]) => ({ value, count: sumOf(found) }))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

/** A shadow warned nobody. */
export function countsOf(cells: readonly Cell[], query: WarningQuery): WarningCounts {
  const names = new Map(cells.map(({ agency, agencyName }) => [agency, agencyName]));
  return {
    warned: sumOf(withoutOwn(cells, query).filter(({ mode }) => mode !== "shadow")),
    stages: along(cells, query, "stage"),
    nodes: along(cells, query, "node"),
    months: along(cells, query, "month"),
    courses: along(cells, query, "course"),
    modes: along(cells, query, "mode"),
    handlings: along(cells, query, "handling"),
    agencies: along(cells, query, "agency")
      .filter(({ value }) => value !== "")
      .map((one) => ({ ...one, name: names.get(one.value) ?? "" })),
  };
}

/** Rows of the list under all filters. */
export const totalOf = (cells: readonly Cell[], query: WarningQuery): number =>
  sumOf(withoutOwn(cells, query));
