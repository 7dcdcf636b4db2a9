/** Quarters as 2026Q3: their days in Asia/Shanghai. Pure. */
import { dayAfter } from "../../kernel/plain-date.ts";

export interface QuarterDays {
  readonly year: string;
  readonly quarter: string;
  readonly from: string;
  /** Last day. */
  readonly to: string;
}

export function quarterDays(name: string): QuarterDays {
  const [year = "", quarter = ""] = name.split("Q");
  const first = Number(quarter) * 3 - 2;
  const from = `${year}-${String(first).padStart(2, "0")}-01`;
  const next =
    quarter === "4"
      ? `${Number(year) + 1}-01-01`
      : `${year}-${String(first + 3).padStart(2, "0")}-01`;
  return { year, quarter, from, to: dayAfter(next, -1) };
}
