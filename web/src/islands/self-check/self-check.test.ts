import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { checkArithmetic, readAmount } from "./arithmetic.ts";
import { otherNames } from "./names.ts";
import { readFile } from "./read-file.ts";

const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
const table = (rows: readonly (readonly string[])[]) =>
  `<w:tbl>${rows
    .map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`)
    .join("")}</w:tbl>`;

const ROWS = [
  ["序号", "名称", "数量", "综合单价（元）", "合价"],
  ["1", "土方", "120.5", "36.2", "4362.10"],
  ["2", "管道", "80", "1,250.00", "100000.01"],
  ["", "合计", "", "", "104362.11"],
];

const docx = () =>
  zipSync({
    "word/document.xml": strToU8(
      `<w:document>${paragraph("投标人：云澜青石建设有限公司")}${paragraph("我单位与屏岚远桥建设有限公司&amp;签订")}${table(ROWS)}</w:document>`,
    ),
    "docProps/core.xml": strToU8(
      `<cp:coreProperties><dc:creator>李四</dc:creator><cp:lastModifiedBy>屏岚远桥</cp:lastModifiedBy></cp:coreProperties>`,
    ),
    "docProps/app.xml": strToU8(`<Properties><Company>屏岚远桥建设有限公司</Company></Properties>`),
  });

describe("a Word file", () => {
  const file = readFile("标书.docx", docx());

  test("gives its properties, texts and tables", () => {
    expect(file.kind).toBe("docx");
    expect(file.properties).toEqual([
      { name: "creator", value: "李四" },
      { name: "lastModifiedBy", value: "屏岚远桥" },
      { name: "company", value: "屏岚远桥建设有限公司" },
    ]);
    expect(file.tables[0]?.rows).toEqual(ROWS);
  });

  test("names another organisation, and not the bidder", () => {
    expect(otherNames(file.texts, "云澜青石建设有限公司").map(({ name }) => name)).toEqual([
      "屏岚远桥建设有限公司",
    ]);
  });

  test("its line that is a fen off is named, a right line and the right sum are not", () => {
    expect(checkArithmetic(file.tables)).toEqual({
      lines: 2,
      sums: 1,
      faults: [{ table: "1", row: 3, kind: "product", stated: "100000.01", computed: "100000.00" }],
    });
  });
});

test("an Excel sheet: shared strings, gaps between cells, a wrong sum", () => {
  const cell = (place: string, value: string, isText = true) =>
    `<c r="${place}"${isText ? ' t="s"' : ""}><v>${value}</v></c>`;
  const sheet = `<sheetData><row>${cell("A1", "0")}${cell("C1", "1")}${cell("D1", "2")}</row><row>${cell("A2", "3", false)}${cell("C2", "10", false)}${cell("D2", "30", false)}</row><row>${cell("B3", "4")}${cell("D3", "31", false)}</row></sheetData>`;
  const shared = ["数量", "单价", "金额", "", "合计"]
    .map((text) => `<si><t>${text}</t></si>`)
    .join("");
  const bytes = zipSync({
    "xl/workbook.xml": strToU8('<workbook><sheet name="清单" sheetId="1"/></workbook>'),
    "xl/worksheets/sheet1.xml": strToU8(sheet),
    "xl/sharedStrings.xml": strToU8(`<sst>${shared}</sst>`),
  });
  const { tables } = readFile("清单.xlsx", bytes);
  expect(checkArithmetic(tables)).toEqual({
    lines: 1,
    sums: 1,
    faults: [{ table: "清单", row: 3, kind: "sum", stated: "31.00", computed: "30.00" }],
  });
});

test("a PDF gives what its Info dictionary says, also in UTF-16", () => {
  const text = "%PDF-1.7\n1 0 obj <</Author <FEFF674E56DB> /Producer (WPS \\(Office\\))>> endobj";
  expect(readFile("a.pdf", strToU8(text, true)).properties).toEqual([
    { name: "creator", value: "李四" },
    { name: "producer", value: "WPS (Office)" },
  ]);
});

test("what is no such file is refused, never read as something else", () => {
  expect(() => readFile("a.png", Uint8Array.of(137, 80, 78, 71))).toThrow("unknown-kind");
  expect(() => readFile("a.docx", strToU8("PK broken"))).toThrow("unreadable");
  expect(() => readFile("a.zip", zipSync({ "a.xml": strToU8("<a/>") }))).toThrow("unknown-kind");
});

test.each([
  ["1,234.5", 12_345_000n],
  ["￥12 元", 120_000n],
  ["12元", 120_000n],
  ["-0.01", -100n],
  ["约12", undefined],
])("the amount %s", (text, value) => {
  expect(readAmount(text)).toBe(value);
});
