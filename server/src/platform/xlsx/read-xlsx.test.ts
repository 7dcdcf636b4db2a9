import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { dayOfSerial, readXlsx, XLSX_LIMITS } from "./read-xlsx.ts";

const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** A workbook of one sheet; parts are replaced by name. */
function workbook(sheet: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const parts: Record<string, string> = {
    "xl/workbook.xml": `<workbook ${NS} xmlns:r="r"><sheets><sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet ${NS}><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]))),
  );
}
const cellsOf = async (bytes: Buffer) => (await readXlsx(bytes))[0]?.rows;
const why = (reason: string) => ({ code: "organisation.bad-workbook", params: { why: reason } });

describe("a workbook", () => {
  test("gives strings, shared strings without phonetic hints, numbers and days", async () => {
    const sheet =
      '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="inlineStr"><is><t>行内</t></is></c>' +
      '<c r="D3"><v>1200.50</v></c><c r="E3" s="1"><v>46174</v></c><c r="F3" s="2"><v>46174.5</v></c></row>';
    const rows = await cellsOf(
      workbook(sheet, {
        "xl/sharedStrings.xml": `<sst ${NS}><si><r><t>陈</t></r><r><t>岚</t></r><rPh sb="0" eb="1"><t>chen</t></rPh></si></sst>`,
        "xl/styles.xml": `<styleSheet ${NS}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
      }),
    );
    expect(rows).toEqual([
      { number: 3, cells: ["陈岚", "", "行内", "1200.5", "2026-06-01", "2026-06-01"] },
    ]);
  });

  test("counts days in both calendars", () => {
    expect(dayOfSerial(46_174, false)).toBe("2026-06-01");
    expect(dayOfSerial(46_174 - 1462, true)).toBe("2026-06-01");
  });

  test("may use prefixes and leave out references", async () => {
    const bytes = workbook("", {
      "xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="n"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    });
    await expect(cellsOf(bytes)).resolves.toEqual([{ number: 1, cells: ["1", "2"] }]);
  });
});

/** Rows that do not pack too well, or the ratio would be refused first. */
const manyRows = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `<row><c><v>${(index * 7919) % 99_991}</v></c></row>`,
  ).join("");

describe("a hostile workbook is refused", () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>';
  test.each([
    ["no zip", Buffer.from("PK no zip"), "zip"],
    ["a document type", workbook("", { "xl/workbook.xml": `${bomb}<workbook/>` }), "doctype"],
    ["an undeclared entity", workbook('<row><c t="str"><v>&b;</v></c></row>'), "xml"],
    ["broken XML", workbook("<row>"), "xml"],
    ["a missing part", Buffer.from(zipSync({ "a.xml": strToU8("<a/>") })), "parts"],
    ["a bomb", workbook("", { "xl/styles.xml": " ".repeat(20_000_000) }), "ratio"],
    ["too many columns", workbook(`<row r="1"><c r="ZZ1"><v>1</v></c></row>`), "columns"],
    ["too many rows", workbook(manyRows(XLSX_LIMITS.rows + 1)), "rows"],
    [
      "too many entries",
      workbook(
        "",
        Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`x/${index}.xml`, "<a/>"])),
      ),
      "entries",
    ],
    ["too large a file", Buffer.alloc(XLSX_LIMITS.fileBytes + 1), "size"],
  ])("%s", async (_name, bytes, reason) => {
    await expect(readXlsx(bytes)).rejects.toMatchObject(why(reason));
  });

  test("an entry that is larger than it says breaks off", async () => {
    const bytes = workbook("<row><c><v>1</v></c></row>".repeat(50));
    const name = Buffer.from("xl/worksheets/sheet1.xml");
    // The size in the central directory, 22 bytes before the name, says one byte.
    bytes.writeUInt32LE(1, bytes.lastIndexOf(name) - 22);
    await expect(readXlsx(bytes)).rejects.toMatchObject(why("zip"));
  });
});
