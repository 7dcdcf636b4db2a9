/**
 * Parts of a workbook with one sheet (ECMA-376 part 1, SpreadsheetML). Text is always of type inlineStr and of the number
 * format "text": no cell can be a formula (T54). Pure.
 */
import type { Cell, Column } from "./table.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Indices of cellXfs in `STYLES`. */
const STYLE = { text: 1, head: 2, time: 3, day: 4, hidden: 5, number: 6 } as const;

const MOST_CHARACTERS = 32_767;

// oxlint-disable-next-line no-control-regex -- XML 1.0 has no place for these
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "_x000D_",
};

/** Text of an element or attribute. `_x0041_` would be read as a letter, so its underscore is written as one. */
export function xmlText(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
  return cut
    .toWellFormed()
    .replaceAll(NOT_XML, "\uFFFD")
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll(/[&<>"\t\n\r]/g, (sign) => ENTITIES[sign] ?? "");
}

/** `A`, `Z`, `AA` … of a column counted from 0. */
export function columnName(index: number): string {
  const rest = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? rest : columnName(Math.floor(index / 26) - 1) + rest;
}

const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar as it counts after 1900-02-28. */
const EPOCH = Date.UTC(1899, 11, 30);
const SHANGHAI_MS = 8 * 3_600_000;

/** Days since the epoch of Excel on the clock of Asia/Shanghai. */
const serialOf = (at: Date): number => (at.getTime() + SHANGHAI_MS - EPOCH) / DAY_MS;

const inline = (at: string, style: number, text: string): string =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;

const number = (at: string, style: number, value: number): string =>
  `<c r="${at}" s="${style}"><v>${value}</v></c>`;

function cellXml(cell: Cell, at: string): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "string") return inline(at, STYLE.text, cell);
  if (typeof cell === "number")
    return Number.isFinite(cell)
      ? number(at, STYLE.number, cell)
      : inline(at, STYLE.text, String(cell));
  if ("hidden" in cell) return inline(at, STYLE.hidden, cell.hidden);
  if ("at" in cell) return number(at, STYLE.time, Number(serialOf(cell.at).toFixed(6)));
  const day = Date.parse(`${cell.day}T00:00:00Z`);
  return Number.isNaN(day)
    ? inline(at, STYLE.text, cell.day)
    : number(at, STYLE.day, (day - EPOCH) / DAY_MS);
}

/** One row, counted from 1. */
export function rowXml(cells: readonly Cell[], row: number): string {
  const content = cells.map((cell, index) => cellXml(cell, `${columnName(index)}${row}`)).join("");
  return `<row r="${row}">${content}</row>`;
}

export const headRowXml = (columns: readonly Column[]): string =>
  `<row r="1" ht="20" customHeight="1">${columns
    .map(({ head }, index) => inline(`${columnName(index)}1`, STYLE.head, head))
    .join("")}</row>`;

/** Everything before the first row: frozen head, widths. */
export function sheetStart(columns: readonly Column[]): string {
  const widths = columns.map(
    ({ width }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    '<selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>' +
    `<cols>${widths.join("")}</cols><sheetData>`
  );
}

const rangeOf = (columns: number, rows: number): string =>
  `A1:${columnName(columns - 1)}${rows + 1}`;

/** Everything after the last row: the filter covers the table, not the lines below it. */
export const sheetEnd = (columns: number, rows: number): string =>
  `</sheetData><autoFilter ref="${rangeOf(columns, rows)}"/></worksheet>`;

/** A name that Excel takes for a sheet. */
export const sheetName = (name: string): string =>
  name
    .replaceAll(/[[\]:*?/\\']/g, " ")
    .slice(0, 31)
    .trim() || "1";

const absolute = (range: string): string => range.replaceAll(/([A-Z]+)(\d+)/g, "$$$1$$$2");

export function workbookXml(name: string, columns: number, rows: number): string {
  const sheet = xmlText(sheetName(name));
  return (
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>` +
    `<sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets><definedNames>` +
    `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'${sheet}'!${absolute(rangeOf(columns, rows))}</definedName>` +
    `<definedName name="_xlnm.Print_Titles" localSheetId="0">'${sheet}'!$1:$1</definedName>` +
    "</definedNames></workbook>"
  );
}

export const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${CONTENT}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/></Types>`;

export const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const WORKBOOK_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`;

const FONT = '<name val="Microsoft YaHei"/>';
const xf = (numFmt: number, font: number, more = ""): string =>
  `<xf numFmtId="${numFmt}" fontId="${font}" fillId="${font === 1 ? 2 : 0}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"${more}`;

/** Number format 49 is "text"; 164 and 165 are ours. */
export const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2">` +
  '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  `<fonts count="3"><font><sz val="10"/>${FONT}</font><font><b/><sz val="10"/>${FONT}</font>` +
  `<font><i/><sz val="10"/><color rgb="FF6B7478"/>${FONT}</font></fonts>` +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE4ECEB"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="7">${xf(0, 0)}/>${xf(49, 0)}/>` +
  `${xf(49, 1, ' applyFill="1" applyAlignment="1"')}><alignment vertical="center"/></xf>` +
  `${xf(164, 0)}/>${xf(165, 0)}/>${xf(49, 2)}/>${xf(0, 0)}/></cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
