/** What the address says, as a query the server knows. */
import {
  type Axis,
  DIMENSIONS,
  type Dimension,
  type InsightQuery,
  MEASURE_DIMENSIONS,
  MEASURES,
} from "../../../../contract/src/insight.ts";

export const axesOf = (measure: InsightQuery["measure"]): readonly Axis[] => [
  ...MEASURE_DIMENSIONS[measure],
  "period",
];

const PERIOD = /^\d{4}-(Q[1-4]|0[1-9]|1[0-2])$/;

/** Words that are none, and dimensions of another measure, are left out, so that an old link still opens. */
export function queryOf(params: URLSearchParams): InsightQuery {
  const measure = MEASURES.find((one) => one === params.get("measure")) ?? "leads";
  const axes = axesOf(measure);
  const rows = axes.find((axis) => axis === params.get("rows")) ?? axes[0] ?? "industry";
  const wanted = axes.find((axis) => axis === params.get("columns")) ?? "period";
  const columns = wanted === rows ? (axes.find((axis) => axis !== rows) ?? "period") : wanted;
  const given = (name: Dimension | "from" | "to", isRight: (value: string) => boolean) => {
    const value = params.get(name) ?? "";
    return value !== "" && isRight(value) ? { [name]: value } : {};
  };
  const filters = DIMENSIONS.filter((one) => axes.includes(one)).map((one) =>
    given(one, () => true),
  );
  const isPeriod = (value: string) =>
    PERIOD.test(value) && value.includes("Q") === (measure === "leads");
  return Object.assign(
    { measure, rows, columns },
    given("from", isPeriod),
    given("to", isPeriod),
    ...filters,
  );
}

/** Changing what is counted keeps nothing but that: the other figures have other dimensions and periods. */
export function withParam(before: URLSearchParams, name: string, value: string): URLSearchParams {
  const after = name === "measure" ? new URLSearchParams() : new URLSearchParams(before);
  if (value === "") after.delete(name);
  else after.set(name, value);
  return after;
}
