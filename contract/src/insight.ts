/**
 * City-wide figures over HTTP, the same for everybody who may read them (docs/decisions/0012). Codes:
 * insight.bad-dimension {dimension, measure}, insight.same-dimension.
 */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

export const MEASURES = ["leads", "processes"] as const;
export const Measure = Type.Enum(MEASURES);
export type Measure = Static<typeof Measure>;

/**
 * What figures are broken down by. period: quarter of leads, month of processes. group: the groups of indicators that
 * carry a lead, as a set. pace: days from the lead to its receipt.
 */
export const DIMENSIONS = [
  "regime",
  "industry",
  "place",
  "state",
  "group",
  "pace",
  "department",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const AXES = [...DIMENSIONS, "period"] as const;
export const Axis = Type.Enum(AXES);
export type Axis = Static<typeof Axis>;

/** Dimensions of each measure, coarse first. */
export const MEASURE_DIMENSIONS: Readonly<Record<Measure, readonly Dimension[]>> = {
  leads: ["industry", "state", "pace", "department", "group", "place"],
  processes: ["regime", "industry", "place"],
};

/** Published figures are multiples of this; less is not told apart from none. */
export const LEAST_COUNT = 5;
/** Value of a dimension by which a period was not broken down. */
export const NOT_BROKEN_DOWN = "*";

const Value = Type.Optional(Type.String({ minLength: 1, maxLength: 120 }));
/** 2026-Q2 or 2026-05. */
export const Period = Type.String({ pattern: "^[0-9]{4}-(Q[1-4]|0[1-9]|1[0-2])$" });

/** GET /api/insight/overview?measure=leads&rows=industry&columns=period. Filters: one value of a dimension, periods. */
export const InsightQuery = Type.Object(
  {
    measure: Measure,
    rows: Axis,
    columns: Axis,
    from: Type.Optional(Period),
    to: Type.Optional(Period),
    regime: Value,
    industry: Value,
    place: Value,
    state: Value,
    group: Value,
    pace: Value,
    department: Value,
  },
  closed,
);
export type InsightQuery = Static<typeof InsightQuery>;

/** The true count is at least `from`; at most `upTo` where one published figure stands behind it. */
export const Figure = Type.Object(
  {
    from: Type.Integer({ minimum: 0, multipleOf: LEAST_COUNT }),
    upTo: Type.Optional(Type.Integer()),
  },
  closed,
);
export type Figure = Static<typeof Figure>;

/** Reply: one figure for each row and column. */
export const InsightView = Type.Object(
  {
    measure: Measure,
    rows: Axis,
    columns: Axis,
    rowValues: Type.Array(Type.String()),
    columnValues: Type.Array(Type.String()),
    cells: Type.Array(Type.Array(Figure)),
    rowTotals: Type.Array(Figure),
    columnTotals: Type.Array(Figure),
    total: Figure,
    /** Values that filters may take: those with a published figure, over all periods. */
    options: Type.Array(Type.Object({ axis: Axis, values: Type.Array(Type.String()) }, closed)),
    /** Periods shown, when they were closed for good, and what they are broken down by. */
    periods: Type.Array(
      Type.Object(
        { period: Type.String(), closedAt: Type.String(), dimensions: Type.Array(Axis) },
        closed,
      ),
    ),
  },
  closed,
);
export type InsightView = Static<typeof InsightView>;
