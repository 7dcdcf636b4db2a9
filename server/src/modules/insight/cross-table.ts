/** A table out of published cells: pure addition. */
import {
  AXES,
  type Axis,
  DIMENSIONS,
  type Figure,
  type InsightQuery,
  type InsightView,
  LEAST_COUNT,
  MEASURE_DIMENSIONS,
  NOT_BROKEN_DOWN,
} from "../../../../contract/src/insight.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { PublishedPeriod, Values } from "./suppression.ts";

interface Placed {
  readonly period: string;
  readonly values: Values;
  readonly atLeast: number;
}

const valueOn = ({ period, values }: Placed, axis: Axis): string =>
  axis === "period" ? period : (values[axis] ?? NOT_BROKEN_DOWN);

/** What is not broken down comes last. */
const inOrder = (values: Iterable<string>): string[] => {
  const sorted = [...new Set(values)].toSorted();
  const rest = sorted.filter((value) => value === NOT_BROKEN_DOWN);
  return [...sorted.filter((value) => value !== NOT_BROKEN_DOWN), ...rest];
};

/** @throws RuleViolation insight.bad-dimension, insight.same-dimension */
export function checkQuery(query: InsightQuery): void {
  const { measure, rows, columns } = query;
  const allowed: readonly Axis[] = [...MEASURE_DIMENSIONS[measure], "period"];
  const named = [rows, columns, ...DIMENSIONS.filter((one) => query[one] !== undefined)];
  const foreign = named.find((axis) => !allowed.includes(axis));
  if (foreign !== undefined)
    throw new RuleViolation(
      "insight.bad-dimension",
      { dimension: foreign, measure },
      { status: 400 },
    );
  if (rows === columns) throw new RuleViolation("insight.same-dimension", {}, { status: 400 });
}

type Named = Readonly<Partial<Record<Axis, string>>>;

/** One published cell stands behind a figure when the dimensions of its one period are named, and no others. */
function isOneCell(only: PublishedPeriod | undefined, named: Named): boolean {
  if (only === undefined) return false;
  const cut = new Set<Axis>(only.dimensions);
  const given = AXES.filter(
    (axis) => axis !== "period" && named[axis] !== undefined && named[axis] !== NOT_BROKEN_DOWN,
  );
  return given.length === cut.size && given.every((axis) => cut.has(axis));
}

/** What a query chooses of the published periods. */
interface Chosen {
  readonly query: InsightQuery;
  readonly periods: readonly PublishedPeriod[];
  readonly cells: readonly Placed[];
}

const placed = (periods: readonly PublishedPeriod[]): Placed[] =>
  periods.flatMap(({ period, cells }) => cells.map((cell) => ({ ...cell, period })));

function choose(filled: readonly PublishedPeriod[], query: InsightQuery): Chosen {
  const { from = "", to = "~" } = query;
  const periods = filled.filter(({ period }) => period >= from && period <= to);
  const cells = placed(periods).filter((cell) =>
    DIMENSIONS.every((axis) => query[axis] === undefined || valueOn(cell, axis) === query[axis]),
  );
  return { query, periods, cells };
}

/** The figure of the chosen cells that have these values. */
function figureOf({ query, periods, cells }: Chosen, wanted: Named): Figure {
  const axes = AXES.filter((axis) => wanted[axis] !== undefined);
  const from = cells
    .filter((cell) => axes.every((axis) => valueOn(cell, axis) === wanted[axis]))
    .reduce((sum, { atLeast }) => sum + atLeast, 0);
  // Named, not merely the only one left: periods without a published cell hold rows as well.
  const meant = wanted.period ?? (query.from === query.to ? query.from : undefined);
  const only = periods.find(({ period }) => period === meant);
  const filters = DIMENSIONS.flatMap((axis) => {
    const value = query[axis];
    return value === undefined ? [] : [[axis, value] as const];
  });
  return isOneCell(only, { ...Object.fromEntries(filters), ...wanted })
    ? { from, upTo: from + LEAST_COUNT - 1 }
    : { from };
}

/**
 * The table that a query asks for.
 *
 * @param published periods of the measure, oldest first
 * @throws RuleViolation as `checkQuery`
 */
export function crossTable(
  published: readonly PublishedPeriod[],
  query: InsightQuery,
): InsightView {
  checkQuery(query);
  const { measure, rows, columns } = query;
  // Periods without a published cell are left out: that they are closed must not tell that they hold something.
  const filled = published.filter(({ cells }) => cells.length > 0);
  const chosen = choose(filled, query);
  const all = placed(filled);
  const rowValues = inOrder(chosen.cells.map((cell) => valueOn(cell, rows)));
  const columnValues = inOrder(chosen.cells.map((cell) => valueOn(cell, columns)));
  return {
    measure,
    rows,
    columns,
    rowValues,
    columnValues,
    cells: rowValues.map((row) =>
      columnValues.map((column) => figureOf(chosen, { [rows]: row, [columns]: column })),
    ),
    rowTotals: rowValues.map((row) => figureOf(chosen, { [rows]: row })),
    columnTotals: columnValues.map((column) => figureOf(chosen, { [columns]: column })),
    total: figureOf(chosen, {}),
    options: [...MEASURE_DIMENSIONS[measure], "period" as const].map((axis) => ({
      axis,
      values: inOrder(all.map((cell) => valueOn(cell, axis))),
    })),
    periods: chosen.periods.map(({ period, closedAt, dimensions }) => ({
      period,
      closedAt,
      dimensions: [...dimensions],
    })),
  };
}
