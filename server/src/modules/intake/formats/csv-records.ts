/**
 * Records of a delimited file, one damaged line never costing its neighbours. A library parser
 * swallows everything between two stray quotes; this one looks a line ahead: a field with an open
 * quote goes on in the next line only if that line could not stand alone as a record.
 */
import { isDamaged, type Line } from "./bytes.ts";

export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface DamagedRecord {
  readonly line: number;
  readonly damaged: "tooLong" | "quote" | "columns" | "encoding" | "nul";
  readonly text: string;
}

const MAX_JOINED_LINES = 200;
const MAX_JOINED_CHARACTERS = 262_144;

/** Cells of one record; "open" if a quoted field does not end, "bad" if a quote is misplaced. */
export function parseRecord(text: string, delimiter: string): string[] | "open" | "bad" {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const cell = quotedCell(text, at);
      if (cell === undefined) return "open";
      cells.push(cell.value);
      at = cell.end;
      if (at === text.length) return cells;
      if (text[at] !== delimiter) return "bad";
    } else {
      const end = text.indexOf(delimiter, at);
      // A quote inside an unquoted field is kept as text: measures such as 2" are common.
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
      if (end < 0) return cells;
      at = end;
    }
    at += 1;
  }
}

function quotedCell(text: string, start: number): { value: string; end: number } | undefined {
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

/** The delimiter that the header line uses most. */
export function guessDelimiter(header: string): string {
  const counts = [",", "\t", ";", "|"].map((mark) => [mark, header.split(mark).length] as const);
  return counts.toSorted((left, right) => right[1] - left[1])[0]?.[0] ?? ",";
}

/** Reads the lines of a file as records. The first record is the header and fixes the column count. */
export async function* readRecords(
  lines: AsyncIterable<Line>,
  delimiter: string,
): AsyncGenerator<CsvRecord | DamagedRecord, void, undefined> {
  const reader = new RecordReader(delimiter);
  for await (const line of lines) yield* reader.push(line);
  yield* reader.end();
}

/** A record as wide as the header (`columns`, 0 = this is the header), or what is wrong with it. */
function acceptRecord(
  { line, text }: { readonly line: number; readonly text: string },
  cells: readonly string[],
  columns: number,
): CsvRecord | DamagedRecord {
  const width = columns === 0 ? cells.length : columns;
  const extra = cells.slice(width);
  if (cells.length < width || extra.some((cell) => cell !== "")) {
    return { line, damaged: "columns", text };
  }
  if (isDamaged(text)) return { line, damaged: "encoding", text };
  if (text.includes("\0")) return { line, damaged: "nul", text };
  return { line, cells: extra.length === 0 ? cells : cells.slice(0, width) };
}

class RecordReader {
  readonly #delimiter: string;
  #columns = 0;
  #pending: { readonly line: number; readonly text: string }[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  *push({ number, text }: Line): Generator<CsvRecord | DamagedRecord> {
    if (text !== undefined) {
      yield* this.#read(number, text);
      return;
    }
    yield* this.end();
    yield { line: number, damaged: "tooLong", text: "" };
  }

  *end(): Generator<CsvRecord | DamagedRecord> {
    while (this.#pending.length > 0) yield* this.#surrender();
  }

  #accept(line: number, text: string, cells: readonly string[]): CsvRecord | DamagedRecord {
    const record = acceptRecord({ line, text }, cells, this.#columns);
    if (this.#columns === 0) this.#columns = cells.length;
    return record;
  }

  *#read(line: number, text: string): Generator<CsvRecord | DamagedRecord> {
    if (this.#pending.length > 0) yield* this.#join(line, text);
    else if (text.trim() !== "") {
      const cells = parseRecord(text, this.#delimiter);
      if (cells === "open") this.#pending = [{ line, text }];
      else if (cells === "bad") yield { line, damaged: "quote", text };
      else yield this.#accept(line, text, cells);
    }
  }

  /** A line while a quoted field is open: the end of it, more of it, or a record of its own. */
  *#join(line: number, text: string): Generator<CsvRecord | DamagedRecord> {
    const alone = parseRecord(text, this.#delimiter);
    if (this.#columns > 1 && Array.isArray(alone) && alone.length === this.#columns) {
      yield* this.#surrender();
      yield this.#accept(line, text, alone);
      return;
    }
    this.#pending.push({ line, text });
    const whole = this.#pending.map((part) => part.text).join("\n");
    const cells = parseRecord(whole, this.#delimiter);
    if (cells === "open" && this.#mayGoOn(whole)) return;
    const isRecord =
      Array.isArray(cells) && (this.#columns === 0 || cells.length === this.#columns);
    if (!isRecord) {
      yield* this.#surrender();
      return;
    }
    const first = this.#pending[0]?.line ?? line;
    this.#pending = [];
    yield this.#accept(first, whole, cells);
  }

  #mayGoOn(whole: string): boolean {
    return this.#pending.length <= MAX_JOINED_LINES && whole.length <= MAX_JOINED_CHARACTERS;
  }

  /** Gives the first pending line up as damaged and reads the others again. */
  *#surrender(): Generator<CsvRecord | DamagedRecord> {
    const [first, ...others] = this.#pending;
    this.#pending = [];
    if (first !== undefined) yield { line: first.line, damaged: "quote", text: first.text };
    for (const other of others) yield* this.#read(other.line, other.text);
  }
}

const CODES: Readonly<Record<DamagedRecord["damaged"], string>> = {
  tooLong: "intake.line-too-long",
  quote: "intake.csv-quote",
  columns: "intake.csv-columns",
  encoding: "intake.bad-encoding",
  nul: "intake.nul-character",
};

export const damageCode = (record: DamagedRecord): string => CODES[record.damaged];
