/** A table on its way into a file, row by row. */

/** `hidden`: there is a value that the reader may not see; the file says so, with these words. */
export type Cell =
  | string
  | number
  | null
  | { readonly at: Date }
  | { readonly day: string }
  | { readonly hidden: string };

export interface Column {
  readonly head: string;
  /** In characters of the usual font. */
  readonly width: number;
}

export interface TableFile {
  readonly contentType: string;
  readonly extension: "csv" | "xlsx";
  /** Pieces to be written in order; the rows are taken one page at a time. */
  write(table: Table): AsyncGenerator<Uint8Array>;
}

export interface Table {
  /** Name of the sheet; Excel takes 31 characters. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>;
  /** Lines below the table, asked for when the rows are written: label and value. */
  readonly footer: (rows: number) => readonly (readonly [string, string])[];
}

const zoned = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `2026-05-01 16:02:00` in Asia/Shanghai. */
export const localTime = (instant: Date): string => zoned.format(instant);
