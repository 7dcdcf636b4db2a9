/**
 * Exchange tables of the national data specification (公共资源交易平台系统数据规范) that carry our
 * facts: works and government procurement. Table and column codes are those of the specification.
 * `M_KEY` and `M_DATA_SOURCE` are its columns for the record's key and origin; `MJ_REST` is ours and
 * holds, as JSON, what a fact has and the table has no column for.
 */
import { FACT_SPECS } from "./ggzy-spec-facts.ts";
import { PART_SPECS, PROCESS_TABLES, PROJECT, REJECTED, SECTION } from "./ggzy-spec-parts.ts";
import type { TableSpec } from "./ggzy-spec-types.ts";

export { FACT_SPECS } from "./ggzy-spec-facts.ts";
export { PROCESS_TABLES, REJECTED, SECTION } from "./ggzy-spec-parts.ts";
export * from "./ggzy-spec-types.ts";

/** All tables by name. */
export const TABLES: ReadonlyMap<string, TableSpec> = new Map(
  [...FACT_SPECS, ...PART_SPECS, ...Object.values(PROCESS_TABLES), SECTION, REJECTED, PROJECT].map(
    (spec) => [spec.table, spec],
  ),
);

const INDUSTRY_PREFIX = /^(?:GY|JT|SL|TL|XX|YG|ZJ|MH|NY)_/;

/** Table of a file name: `ZJ_TENDER_LIST_20260316.csv.gz` → TENDER_LIST; `undefined` if unknown. */
export function tableOfFile(name: string): string | undefined {
  const base = name.split(/[/\\]/).at(-1)?.toUpperCase() ?? "";
  const match = /^([A-Z_]+?)(?:[_-]?\d{4,14})?\.(?:CSV|TXT|JSONL|NDJSON|JSON)(?:\.GZ)?$/.exec(base);
  if (match === null) return undefined;
  const table = (match[1] ?? "").replace(INDUSTRY_PREFIX, "");
  const known = table === "TENDER_CANDIDATE_ANN" ? "TENDER_CANDIDATE_ANNOUNCE" : table;
  const renamed = known === "TENDER_QUA_INQUERY_ANN" ? "TENDER_ANN_QUA_INQUERY_ANN" : known;
  return TABLES.has(renamed) ? renamed : undefined;
}
