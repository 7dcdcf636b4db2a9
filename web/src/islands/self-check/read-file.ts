/** What stands in a bidder's own file: texts, tables and properties. Word, Excel, PDF (properties only) and CSV; nothing leaves the browser. */
import { strFromU8, unzipSync } from "fflate";

export interface ReadFile {
  readonly kind: "docx" | "xlsx" | "pdf" | "csv";
  readonly texts: readonly string[];
  readonly tables: readonly Table[];
  readonly properties: readonly Property[];
}

export interface Table {
  /** Sheet or number of the table. */
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

export interface Property {
  readonly name: PropertyName;
  readonly value: string;
}

export const PROPERTY_NAMES = [
  "creator",
  "lastModifiedBy",
  "company",
  "manager",
  "template",
  "created",
  "modified",
  "revision",
  "producer",
] as const;
export type PropertyName = (typeof PROPERTY_NAMES)[number];

/** A part of more bytes than this, unpacked, is left: no document of words is so large. */
const MOST_BYTES = 60_000_000;

/** @throws Error "unknown-kind" or "unreadable" */
export function readFile(name: string, bytes: Uint8Array): ReadFile {
  const head = strFromU8(bytes.subarray(0, 5), true);
  if (head === "%PDF-") return readPdf(bytes);
  if (head.startsWith("PK")) return readOffice(bytes);
  if (/\.(csv|txt)$/iu.test(name)) return readCsv(bytes);
  throw new Error("unknown-kind");
}

function readOffice(bytes: Uint8Array): ReadFile {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => name.endsWith(".xml") && originalSize < MOST_BYTES,
    });
  } catch {
    throw new Error("unreadable");
  }
  const part = (name: string): string => {
    const found = files[name];
    return found === undefined ? "" : strFromU8(found);
  };
  const properties = officeProperties(part("docProps/core.xml"), part("docProps/app.xml"));
  if (files["word/document.xml"] !== undefined)
    return { kind: "docx", properties, ...readWord(part("word/document.xml")) };
  if (files["xl/workbook.xml"] !== undefined)
    return { kind: "xlsx", properties, ...readSheets(files, part) };
  throw new Error("unknown-kind");
}

const TAGS: Readonly<Record<string, PropertyName>> = {
  "dc:creator": "creator",
  "cp:lastModifiedBy": "lastModifiedBy",
  "dcterms:created": "created",
  "dcterms:modified": "modified",
  "cp:revision": "revision",
  Company: "company",
  Manager: "manager",
  Template: "template",
};

function officeProperties(core: string, app: string): Property[] {
  return Object.entries(TAGS).flatMap(([tag, name]) => {
    const [, text = ""] =
      new RegExp(`<${tag}(?:\\s[^>]*)?>([^<]*)</${tag}>`, "u").exec(core + app) ?? [];
    return text.trim() === "" ? [] : [{ name, value: plain(text.trim()) }];
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

const plain = (xml: string): string =>
  xml.replaceAll(/&(#x?[0-9a-f]+|\w+);/giu, (whole, code: string) => {
    if (code.startsWith("#x")) return String.fromCodePoint(Number.parseInt(code.slice(2), 16));
    if (code.startsWith("#")) return String.fromCodePoint(Number(code.slice(1)));
    return ENTITIES[code] ?? whole;
  });

const textIn = (xml: string): string =>
  plain(
    [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/gu)].map(([, text = ""]) => text).join(""),
  );

const blocks = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>[\\s\\S]*?</${tag}>`, "gu"))].map(
    ([all]) => all,
  );

function readWord(xml: string): Pick<ReadFile, "texts" | "tables"> {
  const tables = blocks(xml, "w:tbl").map((table, index) => ({
    name: String(index + 1),
    rows: blocks(table, "w:tr").map((row) => blocks(row, "w:tc").map(textIn)),
  }));
  const texts = blocks(xml, "w:p")
    .map(textIn)
    .filter((text) => text !== "");
  return { texts, tables };
}

function readSheets(
  files: Readonly<Record<string, Uint8Array>>,
  part: (name: string) => string,
): Pick<ReadFile, "texts" | "tables"> {
  const shared = blocks(part("xl/sharedStrings.xml"), "si").map((item) =>
    plain(
      [...item.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/gu)].map(([, text = ""]) => text).join(""),
    ),
  );
  const names = [...part("xl/workbook.xml").matchAll(/<sheet\s[^>]*name="([^"]*)"/gu)];
  const sheets = Object.keys(files)
    .filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/u.test(name))
    .toSorted((left, right) => numberOf(left) - numberOf(right));
  const tables = sheets.map((file, index) => ({
    name: plain(names[index]?.[1] ?? String(index + 1)),
    rows: blocks(part(file), "row").map((row) => cellsOf(row, shared)),
  }));
  const texts = tables
    .flatMap(({ rows }) => rows.flat())
    .filter((text) => /\p{Script=Han}/u.test(text));
  return { texts, tables };
}

const numberOf = (file: string): number => Number(/\d+/u.exec(file)?.[0] ?? 0);

function cellsOf(row: string, shared: readonly string[]): string[] {
  const cells: string[] = [];
  for (const [, attributes = "", content = ""] of row.matchAll(
    /<c\s([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/gu,
  )) {
    const column = columnOf(/r="([A-Z]+)\d+"/u.exec(attributes)?.[1] ?? "A");
    const [, value = ""] = /<(?:v|t)(?:\s[^>]*)?>([^<]*)<\/(?:v|t)>/u.exec(content) ?? [];
    while (cells.length < column) cells.push("");
    cells[column] = /t="s"/u.test(attributes) ? (shared[Number(value)] ?? "") : plain(value);
  }
  return cells;
}

/** A → 0, Z → 25, AA → 26. */
const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Of a PDF only what its Info dictionary and XMP say in the clear. */
function readPdf(bytes: Uint8Array): ReadFile {
  const text = strFromU8(bytes, true);
  const keys: readonly (readonly [string, PropertyName])[] = [
    ["Author", "creator"],
    ["Creator", "template"],
    ["Producer", "producer"],
    ["CreationDate", "created"],
    ["ModDate", "modified"],
  ];
  const properties = keys.flatMap(([key, name]) => {
    const [, raw] = new RegExp(`/${key}\\s*\\(((?:\\\\.|[^\\\\)])*)\\)`, "u").exec(text) ?? [];
    const [, hex] = new RegExp(`/${key}\\s*<([0-9A-Fa-f\\s]+)>`, "u").exec(text) ?? [];
    const value = raw === undefined ? hexText(hex ?? "") : pdfText(raw);
    return value.trim() === "" ? [] : [{ name, value: value.trim() }];
  });
  return { kind: "pdf", texts: [], tables: [], properties };
}

function pdfText(raw: string): string {
  const bytes = raw
    .replaceAll(/\\([0-7]{1,3})/gu, (_, octal: string) =>
      String.fromCodePoint(Number.parseInt(octal, 8)),
    )
    .replaceAll(/\\(.)/gu, "$1");
  return decodePdf(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0) & 255));
}

function hexText(hex: string): string {
  const digits = hex.replaceAll(/\s/gu, "");
  const pairs = digits.match(/../gu) ?? [];
  return decodePdf(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
}

const decodePdf = (bytes: Uint8Array): string =>
  bytes[0] === 0xfe && bytes[1] === 0xff
    ? new TextDecoder("utf-16be").decode(bytes.subarray(2))
    : new TextDecoder("utf-8").decode(bytes);

function readCsv(bytes: Uint8Array): ReadFile {
  const utf8 = new TextDecoder("utf-8").decode(bytes);
  const text = utf8.includes("\uFFFD") ? new TextDecoder("gb18030").decode(bytes) : utf8;
  const rows = text
    .replace(/^\uFEFF/u, "")
    .split(/\r?\n/u)
    .filter((line) => line !== "")
    .map((line) => line.split(/[,\t]/u).map((cell) => cell.replaceAll(/^"|"$/gu, "")));
  return { kind: "csv", texts: rows.flat(), tables: [{ name: "1", rows }], properties: [] };
}
