/** CSV for spreadsheet programs: UTF-8 with mark, CRLF, RFC 4180 quotes, no cell that could be a formula (T54). */
import { type Cell, localTime, type Table, type TableFile } from "./table.ts";

/** Signs that spreadsheet programs read as the start of a formula, also in full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The apostrophe keeps it text. */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const quoted = (text: string): string =>
  /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "string") return quoted(harmless(cell));
  if ("at" in cell) return localTime(cell.at);
  return quoted(harmless("day" in cell ? cell.day : cell.hidden));
}

const lineOf = (cells: readonly Cell[]): string => `${cells.map(textOf).join(",")}\r\n`;

/** A whole small table at once. */
export const csvText = (lines: readonly (readonly Cell[])[]): string =>
  `\uFEFF${lines.map(lineOf).join("")}`;

export const csvFile: TableFile = {
  contentType: "text/csv; charset=utf-8",
  extension: "csv",
  async *write({ columns, pages, footer }: Table) {
    const bytes = (text: string) => Buffer.from(text, "utf8");
    yield bytes(`\uFEFF${lineOf(columns.map(({ head }) => head))}`);
    let count = 0;
    for await (const page of pages) {
      count += page.length;
      yield bytes(page.map(lineOf).join(""));
    }
    yield bytes(`\r\n${footer(count).map(lineOf).join("")}`);
  },
};
