/** Rows of the files of an export: one CSV or JSON-lines file per exchange table. */
import { type ByteSource, detectEncoding, readLines, sampleOf } from "./bytes.ts";
import { damageCode, guessDelimiter, readRecords } from "./csv-records.ts";
import type { Row } from "./ggzy-forms.ts";
import { type RejectedItem, reject } from "./item.ts";
import { readJsonRecords } from "./json-stream.ts";
import { isObject, textOf } from "./json-values.ts";

/** A file of one table. */
export interface TableFile {
  readonly table: string;
  readonly name: string;
  /** Opens the content from its beginning. */
  readonly open: () => ByteSource;
}

export interface FileRow {
  readonly line: number;
  readonly row: Row;
}

const SAMPLE_BYTES = 262_144;

/** Rows in file order; damaged records as rejections that name the file. Column names in upper case. */
export async function* readTableRows(file: TableFile): AsyncGenerator<FileRow | RejectedItem> {
  const sample = await sampleOf(file.open(), SAMPLE_BYTES);
  const first = sample
    .toString("utf8")
    .trimStart()
    .replace(/^\uFEFF/, "")[0];
  const rows = first === "{" || first === "[" ? jsonRows(file) : csvRows(file, sample);
  for await (const row of rows) yield "rejected" in row ? { ...row, file: file.name } : row;
}

async function* jsonRows(file: TableFile): AsyncGenerator<FileRow | RejectedItem> {
  for await (const record of readJsonRecords(file.open(), {
    arrays: ["data", "rows", "records"],
  })) {
    if ("damaged" in record)
      yield reject(record.number, "intake.bad-json", { value: record.damaged });
    else if (!isObject(record.value)) yield reject(record.number, "intake.row-not-object");
    else {
      const cells = Object.entries(record.value).map(([name, value]) => [
        name.toUpperCase(),
        textOf(value) ?? (typeof value === "string" || value === null ? "" : JSON.stringify(value)),
      ]);
      yield { line: record.number, row: Object.fromEntries(cells) as Row };
    }
  }
}

async function* csvRows(file: TableFile, sample: Buffer): AsyncGenerator<FileRow | RejectedItem> {
  const encoding = detectEncoding(sample);
  const head = new TextDecoder(encoding).decode(sample).split(/\r?\n/, 1)[0] ?? "";
  let columns: readonly string[] | undefined;
  for await (const record of readRecords(readLines(file.open(), encoding), guessDelimiter(head))) {
    if (!("cells" in record)) yield reject(record.line, damageCode(record), { value: record.text });
    else if (columns === undefined) columns = record.cells.map((name) => name.trim().toUpperCase());
    else {
      const { cells } = record;
      yield {
        line: record.line,
        row: Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""])),
      };
    }
  }
}
