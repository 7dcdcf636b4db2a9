/** Tables as files: CSV and streaming XLSX. */
import { csvFile } from "./csv.ts";
import type { TableFile } from "./table.ts";
import { xlsxFile } from "./xlsx.ts";

export { csvText } from "./csv.ts";
export type { Cell, Column, Table } from "./table.ts";
export { localTime } from "./table.ts";
export const TABLE_FILES: Readonly<Record<"csv" | "xlsx", TableFile>> = {
  csv: csvFile,
  xlsx: xlsxFile,
};
