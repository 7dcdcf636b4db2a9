import { lotFacts } from "./bid-group.ts";
import { type BidRow, createRowReader, readBidRow, type RowReader } from "./bid-rows.ts";
/**
 * Delimited files by mapping. Rows of one lot become one group of facts, also when they do not stand
 * together: a first pass notes where each lot begins and ends, later passes hold only the lots that
 * are open. Lots that stand together are held one at a time; scattered lots are shared out over as
 * many passes as keep at most `maxOpenRows` rows in memory. Nothing is spooled, split or lost, and
 * the facts are the same however large the file is.
 */
import {
  openBytes,
  readLines,
  detectEncoding,
  sampleOf,
  type ByteSource,
  type Encoding,
} from "./bytes.ts";
import { type CsvRecord, damageCode, guessDelimiter, readRecords } from "./csv-records.ts";
import {
  type ImportContext,
  type ImportItem,
  type ImportItems,
  type RejectedItem,
  refusalOf,
  reject,
} from "./item.ts";
import { type Mapping, missingColumns } from "./mapping.ts";

const SAMPLE_BYTES = 4 * 1_048_576;
const MAX_OPEN_ROWS = 200_000;

export interface CsvImport {
  readonly mapping: Mapping;
  readonly context: ImportContext;
  /** Opens the content from its beginning; called once per pass. */
  readonly open: () => ByteSource;
  readonly maxOpenRows?: number;
}

/** The same for a file on disk, plain or gzip. */
export function importCsvFile(path: string, mapping: Mapping, context: ImportContext): ImportItems {
  return importCsv({ mapping, context, open: () => openBytes(path) });
}

interface Extent {
  first: number;
  last: number;
  rows: number;
}

interface Table {
  readonly reader: RowReader;
  readonly delimiter: string;
  readonly encoding: Encoding;
  readonly context: ImportContext;
  readonly open: () => ByteSource;
}

export async function* importCsv(input: CsvImport): ImportItems {
  const table = await openTable(input);
  if ("rejected" in table) {
    yield table;
    return;
  }
  const extents = await lotExtents(table);
  const scattered = [...extents.values()].filter((lot) => lot.last - lot.first + 1 > lot.rows);
  const scatteredRows = scattered.reduce((sum, lot) => sum + lot.rows, 0);
  const passes = Math.max(1, Math.ceil(scatteredRows / (input.maxOpenRows ?? MAX_OPEN_ROWS)));
  for (let pass = 0; pass < passes; pass++) yield* onePass(table, extents, { pass, passes });
}

async function openTable({ mapping, context, open }: CsvImport): Promise<Table | RejectedItem> {
  const encoding = detectEncoding(await sampleOf(open(), SAMPLE_BYTES));
  for await (const { text } of readLines(open(), encoding)) {
    if (text === undefined || text.trim() === "") continue;
    const delimiter = mapping.delimiter ?? guessDelimiter(text);
    for await (const record of readRecords(readLines(open(), encoding), delimiter)) {
      if (!("cells" in record))
        return reject(record.line, damageCode(record), { value: record.text });
      const missing = missingColumns(mapping, record.cells);
      if (missing.length > 0)
        return reject(record.line, "intake.missing-column", { field: missing.join(", ") });
      const reader = createRowReader(mapping, record.cells);
      return { reader, delimiter, encoding, open, context: { ...context, zone: mapping.zone } };
    }
  }
  return reject(1, "intake.empty-file");
}

/** Data records in file order, the header left out, numbered from 0. */
async function* dataRecords(table: Table) {
  let index = -1;
  for await (const record of readRecords(
    readLines(table.open(), table.encoding),
    table.delimiter,
  )) {
    if (index >= 0) yield { record, index };
    index += 1;
  }
}

async function lotExtents(table: Table): Promise<Map<string, Extent>> {
  const extents = new Map<string, Extent>();
  for await (const { record, index } of dataRecords(table)) {
    if (!("cells" in record)) continue;
    const lot = table.reader.read(record.cells, "lot");
    if (lot === undefined) continue;
    const extent = extents.get(lot);
    if (extent === undefined) extents.set(lot, { first: index, last: index, rows: 1 });
    else {
      extent.last = index;
      extent.rows += 1;
    }
  }
  return extents;
}

interface Pass {
  readonly pass: number;
  readonly passes: number;
}

async function* onePass(table: Table, extents: Map<string, Extent>, turn: Pass): ImportItems {
  const grouper = createGrouper(table, extents, turn);
  const isFirst = turn.pass === 0;
  for await (const { record, index } of dataRecords(table)) {
    if (!("cells" in record)) {
      if (isFirst) yield reject(record.line, damageCode(record), { value: record.text });
      continue;
    }
    const lot = table.reader.read(record.cells, "lot");
    if (lot !== undefined) yield* grouper.add(lot, record, index);
    else if (isFirst) yield reject(record.line, "intake.missing-field", { field: "lot" });
  }
}

/** A row of a scattered lot waits as one flat text: pieces of a larger text would keep all of it alive. */
type WaitingRow = CsvRecord | { readonly line: number; readonly packed: string };

/** Cells never hold NUL: the reader refuses it. */
const CELL_END = "\0";

const packed = ({ line, cells }: CsvRecord): WaitingRow => ({
  line,
  packed: Buffer.from(cells.join(CELL_END)).toString("utf8"),
});

const unpacked = (row: WaitingRow): CsvRecord =>
  "cells" in row ? row : { line: row.line, cells: row.packed.split(CELL_END) };

/** Collects the rows of the lots whose turn it is, and gives a lot out with its last row. */
function createGrouper(table: Table, extents: Map<string, Extent>, { pass, passes }: Pass) {
  const open = new Map<string, WaitingRow[]>();
  let scattered = 0;
  const passOf = new Map<string, number>();

  function isOurs(lot: string, extent: Extent, index: number): boolean {
    const isTogether = extent.last - extent.first + 1 === extent.rows;
    if (extent.first === index && !isTogether) passOf.set(lot, scattered++ % passes);
    const ours = (isTogether ? 0 : passOf.get(lot)) === pass;
    if (extent.last === index) passOf.delete(lot);
    return ours;
  }

  return {
    *add(lot: string, record: CsvRecord, index: number): Generator<ImportItem> {
      const extent = extents.get(lot);
      if (extent === undefined || !isOurs(lot, extent, index)) return;
      const rows = open.get(lot) ?? [];
      const isTogether = extent.last - extent.first + 1 === extent.rows;
      rows.push(isTogether ? record : packed(record));
      if (rows.length === 1) open.set(lot, rows);
      if (extent.last !== index) return;
      open.delete(lot);
      yield* lotItems(table, rows);
    },
  };
}

/** Refused rows of a lot, then the facts of the others. */
function* lotItems(table: Table, waiting: readonly WaitingRow[]): Generator<ImportItem> {
  const rows: BidRow[] = [];
  for (const row of waiting) {
    try {
      rows.push(readBidRow(unpacked(row), table.reader, table.context));
    } catch (error) {
      yield refusalOf(error, row.line);
    }
  }
  const [first, ...others] = rows;
  if (first === undefined) return;
  const facts = lotFacts([first, ...others], table.context.source);
  yield { line: first.line, records: rows.length, facts };
}
