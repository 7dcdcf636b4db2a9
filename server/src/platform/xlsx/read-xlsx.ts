/**
 * Reads the cells of an .xlsx workbook as text. Safe against hostile files: limits of size, ratio, entries, rows and
 * columns; a document type declaration is refused, so there are no entities to expand or to fetch.
 */
import { type SaxesTagPlain, SaxesParser } from "saxes";
import yauzl, { type Entry, type ZipFile } from "yauzl";

import { RuleViolation } from "../../kernel/rule-violation.ts";

export const XLSX_LIMITS = {
  fileBytes: 5 * 1024 * 1024,
  entries: 200,
  entryBytes: 32 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024,
  /** Unpacked to packed; sheets are seldom above 20. */
  ratio: 200,
  rows: 20_000,
  columns: 64,
} as const;

export interface SheetRow {
  /** As the spreadsheet program numbers it, from 1. */
  readonly number: number;
  /** Text of each column; days as YYYY-MM-DD. Absent cells are empty. */
  readonly cells: readonly string[];
}
export interface Sheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

const refuse = (why: string): never => {
  throw new RuleViolation("organisation.bad-workbook", { why }, { status: 400 });
};

/** @throws RuleViolation organisation.bad-workbook naming the limit or fault */
export async function readXlsx(bytes: Buffer): Promise<readonly Sheet[]> {
  if (bytes.length > XLSX_LIMITS.fileBytes) refuse("size");
  const files = await unzip(bytes);
  const names = sheetNames(files);
  const strings = files.has("xl/sharedStrings.xml")
    ? sharedStrings(textOf(files, "xl/sharedStrings.xml"))
    : [];
  const { dateStyles, is1904 } = stylesOf(files);
  return names.map(({ name, path }) => ({
    name,
    rows: sheetRows(textOf(files, path), { strings, dateStyles, is1904 }),
  }));
}

type Files = ReadonlyMap<string, Buffer>;

async function unzip(bytes: Buffer): Promise<Files> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, opened) =>
      opened === undefined || error !== null ? reject(error) : resolve(opened),
    );
  }).catch(() => refuse("zip"));
  if (zip.entryCount > XLSX_LIMITS.entries) refuse("entries");
  const files = new Map<string, Buffer>();
  let total = 0;
  try {
    for await (const entry of entriesOf(zip)) {
      if (!/\.(xml|rels)$/.test(entry.fileName)) continue;
      const { uncompressedSize, compressedSize } = entry;
      total += uncompressedSize;
      if (uncompressedSize > XLSX_LIMITS.entryBytes || total > XLSX_LIMITS.totalBytes)
        refuse("size");
      if (uncompressedSize > compressedSize * XLSX_LIMITS.ratio + 4096) refuse("ratio");
      files.set(entry.fileName.replace(/^\//, ""), await contentOf(zip, entry));
    }
  } catch (error) {
    throw error instanceof RuleViolation ? error : refuse("zip");
  } finally {
    zip.close();
  }
  return files;
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.once("entry", resolve);
      zip.once("end", () => resolve(undefined));
      zip.once("error", reject);
      zip.readEntry();
    });
    if (entry === undefined) return;
    yield entry;
  }
}

/** The size is what the entry says, or the stream breaks off (validateEntrySizes). */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function textOf(files: Files, path: string): string {
  const bytes = files.get(path);
  return bytes === undefined ? refuse("parts") : bytes.toString("utf8");
}

interface Handlers {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Names without prefix, since writers choose their own. */
function parse(text: string, handlers: Handlers): void {
  const parser = new SaxesParser();
  parser.on("doctype", () => refuse("doctype"));
  parser.on("error", () => refuse("xml"));
  parser.on("opentag", (tag: SaxesTagPlain) =>
    handlers.open?.(localName(tag.name), tag.attributes),
  );
  parser.on("closetag", (tag: SaxesTagPlain) => handlers.close?.(localName(tag.name)));
  parser.on("text", (part) => handlers.text?.(part));
  parser.on("cdata", (part) => handlers.text?.(part));
  parser.write(text).close();
}

function sheetNames(files: Files): readonly { name: string; path: string }[] {
  const targets = new Map<string, string>();
  parse(textOf(files, "xl/_rels/workbook.xml.rels"), {
    open(name, { Id, Target }) {
      if (name !== "Relationship" || Id === undefined || Target === undefined) return;
      targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const names: { name: string; path: string }[] = [];
  parse(textOf(files, "xl/workbook.xml"), {
    open(name, attributes) {
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
      const path = targets.get(id ?? "");
      if (path !== undefined && path.includes("worksheets/"))
        names.push({ name: attributes["name"] ?? "", path });
    },
  });
  return names;
}

/** Phonetic hints beside Japanese or Chinese text are no part of it. */
function sharedStrings(text: string): readonly string[] {
  const strings: string[] = [];
  const state = { value: "", isText: false, phonetic: false };
  parse(text, {
    open(name) {
      if (name === "si") state.value = "";
      else if (name === "rPh") state.phonetic = true;
      else if (name === "t") state.isText = !state.phonetic;
    },
    close(name) {
      if (name === "si") strings.push(state.value);
      else if (name === "rPh") state.phonetic = false;
      else if (name === "t") state.isText = false;
    },
    text(part) {
      if (state.isText) state.value += part;
    },
  });
  return strings;
}

const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);
/** A custom format with a year or a day outside of quotes and brackets. */
const isDateFormat = (code: string): boolean =>
  /[yd]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ""));

function stylesOf(files: Files): { dateStyles: ReadonlySet<number>; is1904: boolean } {
  const custom = new Map<number, string>();
  const dateStyles = new Set<number>();
  const state = { inCells: false, count: 0, is1904: false };
  const styles = files.get("xl/styles.xml");
  if (styles !== undefined)
    parse(styles.toString("utf8"), {
      open(name, attributes) {
        if (name === "numFmt")
          custom.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "");
        else if (name === "cellXfs") state.inCells = true;
        else if (name === "xf" && state.inCells) {
          const id = Number(attributes["numFmtId"] ?? 0);
          if (isBuiltInDate(id) || isDateFormat(custom.get(id) ?? "")) dateStyles.add(state.count);
          state.count += 1;
        }
      },
      close(name) {
        if (name === "cellXfs") state.inCells = false;
      },
    });
  parse(textOf(files, "xl/workbook.xml"), {
    open(name, attributes) {
      if (name === "workbookPr") state.is1904 = /^(1|true)$/.test(attributes["date1904"] ?? "");
    },
  });
  return { dateStyles, is1904: state.is1904 };
}

interface Meaning {
  readonly strings: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly is1904: boolean;
}

const DAY_MS = 86_400_000;
/** Day 0 of the two calendars; the first has a 29 February 1900 that never was, so days count from 1899-12-30. */
const EPOCHS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/** Calendar day of a serial number of a spreadsheet. */
export function dayOfSerial(serial: number, is1904: boolean): string {
  const at = new Date(EPOCHS[is1904 ? 1904 : 1900] + Math.floor(serial) * DAY_MS);
  return Number.isNaN(at.getTime()) ? String(serial) : at.toISOString().slice(0, 10);
}

function valueOf(
  raw: string,
  { type, style }: { type: string | undefined; style: number },
  meaning: Meaning,
): string {
  if (raw === "") return "";
  if (type === "s") return meaning.strings[Number(raw)] ?? "";
  if (type !== undefined && type !== "n") return type === "d" ? raw.slice(0, 10) : raw;
  const number = Number(raw);
  if (meaning.dateStyles.has(style)) return dayOfSerial(number, meaning.is1904);
  return Number.isFinite(number) ? String(number) : raw;
}

/** Zero-based column of a reference like `AB12`. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]+/.exec(reference)?.[0] ?? "";
  return letters.split("").reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function sheetRows(text: string, meaning: Meaning): readonly SheetRow[] {
  const rows: SheetRow[] = [];
  const state = { number: 0, cells: [] as string[], column: 0, type: "" as string | undefined };
  const cell = { style: 0, raw: "", isValue: false, phonetic: false };
  parse(text, {
    open(name, { r, s, t }) {
      if (name === "row") {
        state.number = r === undefined ? state.number + 1 : Number(r);
        state.cells = [];
        state.column = -1;
      } else if (name === "c") {
        state.column = r === undefined ? state.column + 1 : columnOf(r);
        state.type = t;
        cell.style = Number(s ?? 0);
        cell.raw = "";
      } else if (name === "rPh") cell.phonetic = true;
      else if (name === "v" || name === "t") cell.isValue = !cell.phonetic;
    },
    text(part) {
      if (cell.isValue) cell.raw += part;
    },
    close(name) {
      if (name === "v" || name === "t") cell.isValue = false;
      else if (name === "rPh") cell.phonetic = false;
      else if (name === "c") {
        const value = valueOf(cell.raw, { type: state.type, style: cell.style }, meaning).trim();
        if (value === "") return;
        if (state.column >= XLSX_LIMITS.columns) refuse("columns");
        while (state.cells.length < state.column) state.cells.push("");
        state.cells[state.column] = value;
      } else if (name === "row" && state.cells.length > 0) {
        if (rows.length >= XLSX_LIMITS.rows) refuse("rows");
        rows.push({ number: state.number, cells: state.cells });
      }
    },
  });
  return rows;
}
