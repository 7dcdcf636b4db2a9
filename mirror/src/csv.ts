/** Facts as a table file that spreadsheets open: UTF-8 with a mark, and no cell that begins a formula. Pure. */
import type { Names } from "./fields.ts";
import type { FoundFact } from "./query.ts";
import { clock, say } from "./say.ts";

const MARK = "\u{feff}";

function cell(value: string | number): string {
  const text = String(value);
  // A cell that begins so would be computed when the file is opened.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export interface CsvRow extends FoundFact {
  readonly departments: readonly string[];
}

export function csvOf(rows: readonly CsvRow[], names: Names, size: number): string {
  const heads = (
    [
      "column.leaf",
      "column.time",
      "column.recorded",
      "column.kind",
      "column.project",
      "column.code",
      "column.parties",
      "column.departments",
      "column.id",
      "column.size",
    ] as const
  ).map((key) => say(key));
  const lines = rows.map((row) => [
    row.index,
    clock(row.occurredAt),
    clock(row.recordedAt),
    names.kind(row.kind),
    row.title ?? "",
    row.project ?? "",
    (row.firms ?? "").replaceAll("\n", "、"),
    row.departments.join("、"),
    row.id,
    size,
  ]);
  return `${MARK}${[heads, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}
