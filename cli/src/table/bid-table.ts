/**
 * Rows of a delimited file by mapping, for the commands that screen past markets. A row that cannot be read is told with its
 * line, field and remedy, and the others go on.
 */
import { readFile } from "node:fs/promises";

import {
  createRowReader,
  type RowReader,
} from "../../../server/src/modules/intake/formats/bid-rows.ts";
import {
  detectEncoding,
  openBytes,
  readLines,
  sampleOf,
} from "../../../server/src/modules/intake/formats/bytes.ts";
import {
  damageCode,
  guessDelimiter,
  readRecords,
} from "../../../server/src/modules/intake/formats/csv-records.ts";
import {
  type BidField,
  type Mapping,
  missingColumns,
  readMapping,
  type TableMapping,
} from "../../../server/src/modules/intake/formats/mapping.ts";
import { UsageError } from "../usage.ts";
import { sentenceOf } from "./sentences.ts";

export interface Row<Field extends string = BidField> {
  readonly line: number;
  /** The cell of a field, its constant, or undefined where it is empty. */
  readonly read: (field: Field) => string | undefined;
  /** The cell of a column that the command named itself. */
  readonly cell: (column: string) => string;
}

export interface TableOptions<Field extends string> {
  readonly path: string;
  readonly mapping: TableMapping<Field>;
  /** A line that was passed over, and why. */
  readonly refuse: (line: number, why: string) => void;
  /** Columns that the command needs besides those of the mapping. */
  readonly columns?: readonly string[];
}

/** @throws UsageError naming the field of the mapping file */
export async function loadMapping(path: string, needed: readonly BidField[]): Promise<Mapping> {
  const value = await jsonOf(path);
  const result = readMapping(value, needed);
  if ("mapping" in result) return result.mapping;
  const [first] = result.errors;
  const where = first?.path === undefined || first.path === "" ? "" : ` ${first.path}:`;
  throw new UsageError(`--map ${path}:${where} ${sentenceOf(first?.code ?? "", first?.params)}`);
}

/** @throws UsageError */
export async function jsonOf(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`--map ${path}: ${error instanceof Error ? error.message : ""}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UsageError(
      `--map ${path}: no JSON (${error instanceof Error ? error.message : ""}); see docs/how-to/import-data.md`,
    );
  }
}

const SAMPLE_BYTES = 4 * 1_048_576;

/** @throws UsageError where the file cannot be opened, is empty or lacks a column */
export async function* readTable<Field extends string>({
  path,
  mapping,
  refuse,
  columns = [],
}: TableOptions<Field>): AsyncGenerator<Row<Field>> {
  const encoding = detectEncoding(
    await opened(path, () => sampleOf(openBytes(path), SAMPLE_BYTES)),
  );
  const delimiter = mapping.delimiter ?? (await delimiterOf(path, encoding));
  let reader: RowReader<Field> | undefined;
  let places = new Map<string, number>();
  for await (const record of readRecords(readLines(openBytes(path), encoding), delimiter)) {
    if (!("cells" in record)) {
      refuse(record.line, sentenceOf(damageCode(record)));
      continue;
    }
    const { line, cells } = record;
    if (reader === undefined) {
      const header = cells.map((name) => name.trim());
      const own = columns.filter((column) => !header.includes(column));
      const missing = [...missingColumns(mapping, cells), ...own];
      places = new Map(header.map((name, index) => [name, index]));
      if (missing.length > 0)
        throw new UsageError(
          `${path}: there is no column ${missing.join(", ")}; its columns are ${cells.join(", ")}`,
        );
      reader = createRowReader(mapping, cells);
      continue;
    }
    const row = reader;
    yield {
      line,
      read: (field) => row.read(cells, field),
      cell: (column) => cells[places.get(column) ?? -1] ?? "",
    };
  }
  if (reader === undefined)
    throw new UsageError(`${path} is empty: give a file with a header line`);
}

async function opened<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function delimiterOf(
  path: string,
  encoding: Parameters<typeof readLines>[1],
): Promise<string> {
  for await (const { text } of readLines(openBytes(path), encoding))
    if (text !== undefined && text.trim() !== "") return guessDelimiter(text);
  return ",";
}
