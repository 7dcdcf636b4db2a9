/** DOCX: unzipped and read again part by part; no word of the text becomes markup. */
import { assert, property, string } from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";

import { widthsOf } from "./body.ts";
import { type Block, docx, DOCX_TYPE, type WordDocument } from "./index.ts";
import { TEXT_WIDTH } from "./parts.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

function parse(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return root;
}

const all = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);

function wordsOf(element: Element): string {
  const here = { "w:t": element.text, "w:tab": "\t", "w:br": "\n" }[element.name] ?? "";
  return here + element.children.map(wordsOf).join("");
}

const PART_NAMES = [
  "[Content_Types].xml",
  "_rels/.rels",
  "docProps/core.xml",
  "word/_rels/document.xml.rels",
  "word/document.xml",
  "word/fontTable.xml",
  "word/footer1.xml",
  "word/footnotes.xml",
  "word/settings.xml",
  "word/styles.xml",
];

function read(document: WordDocument) {
  const files = unzipSync(docx(document));
  const parts = new Map(
    Object.entries(files).map(([name, bytes]) => [name, parse(strFromU8(bytes))]),
  );
  return (name: string): Element => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`no part ${name}`);
    return part;
  };
}

const aDocument = (blocks: readonly Block[], footnotes: readonly string[] = []): WordDocument => ({
  title: "函",
  blocks,
  footnotes,
});

describe("the package", () => {
  const document = aDocument([{ kind: "paragraph", text: "正文" }]);

  test("has every part that ECMA-376 asks for, each well-formed, each with a type and a relation", () => {
    const names = Object.keys(unzipSync(docx(document)));
    expect(names.toSorted()).toEqual(PART_NAMES);
    const part = read(document);
    const typed = all(part("[Content_Types].xml"), "Override").map(
      ({ attributes }) => attributes["PartName"] ?? "",
    );
    const expected = names.filter((name) => !/\.rels$|^\[/.test(name)).map((name) => `/${name}`);
    expect(typed.toSorted()).toEqual(expected.toSorted());
    const main = all(part("[Content_Types].xml"), "Override")[0]?.attributes;
    expect(main).toEqual({ PartName: "/word/document.xml", ContentType: `${DOCX_TYPE}.main+xml` });
    const related = all(part("word/_rels/document.xml.rels"), "Relationship");
    const targets = related.map(({ attributes }) => attributes["Target"] ?? "").toSorted();
    expect(targets).toEqual([
      "fontTable.xml",
      "footer1.xml",
      "footnotes.xml",
      "settings.xml",
      "styles.xml",
    ]);
    const footer = all(part("word/document.xml"), "w:footerReference")[0]?.attributes["r:id"];
    expect(related.map(({ attributes }) => attributes["Id"])).toContain(footer);
  });

  test("every style that is used is laid down, with a Chinese font", () => {
    const blocks: Block[] = [
      { kind: "title", text: "关于移送有关线索的函" },
      ...([1, 2, 3] as const).map((level) => ({ kind: "heading", level, text: "一、" }) as const),
      { kind: "paragraph", text: "正文" },
      { kind: "paragraph", text: "云澜市公共资源交易中心", align: "right" },
      { kind: "table", columns: [{ head: "序号" }], rows: [["1"]] },
    ];
    const part = read(aDocument([...blocks, { kind: "paragraph", text: [{ note: 1 }] }], ["注"]));
    const laidDown = all(part("word/styles.xml"), "w:style").map(
      ({ attributes }) => attributes["w:styleId"],
    );
    const used = ["document", "footnotes", "footer1"].flatMap((name) =>
      ["w:pStyle", "w:rStyle", "w:tblStyle"].flatMap((kind) =>
        all(part(`word/${name}.xml`), kind).map(({ attributes }) => attributes["w:val"]),
      ),
    );
    expect(new Set(used).size).toBeGreaterThan(9);
    expect(used.filter((style) => !laidDown.includes(style))).toEqual([]);
    const faces = all(part("word/styles.xml"), "w:rFonts").map(
      (one) => one.attributes["w:eastAsia"],
    );
    expect(new Set(faces)).toEqual(new Set(["仿宋", "宋体", "黑体", "楷体"]));
  });

  test("GB/T 9704: A4, text 156 mm wide; the number of the page stands in the footer", () => {
    const part = read(document);
    const page = all(part("word/document.xml"), "w:pgSz")[0]?.attributes;
    expect([page?.["w:w"], page?.["w:h"]]).toEqual(["11906", "16838"]);
    expect(Math.round((TEXT_WIDTH / 1440) * 25.4)).toBe(156);
    expect(all(part("word/footer1.xml"), "w:fldSimple")[0]?.attributes["w:instr"]).toBe(" PAGE ");
    expect(wordsOf(part("word/footer1.xml"))).toBe("— 1 —");
  });

  test("the same document gives the same bytes; title, author and time stand in the properties", () => {
    const given = {
      ...document,
      title: "函 <1>",
      author: "交易中心",
      createdAt: new Date("2026-09-28T01:02:03.004Z"),
    };
    expect(docx(given)).toEqual(docx(given));
    const core = read(given)("docProps/core.xml");
    expect(all(core, "dc:title")[0]?.text).toBe("函 <1>");
    expect(all(core, "dc:creator")[0]?.text).toBe("交易中心");
    expect(all(core, "dcterms:created")[0]?.text).toBe("2026-09-28T01:02:03Z");
  });
});

describe("blocks", () => {
  test("words come back in order; tab, line break and bold are elements; headings have their level", () => {
    const body = read(
      aDocument([
        { kind: "heading", level: 2, text: "（一）事实" },
        { kind: "paragraph", text: ["甲\t乙\r\n丙", { text: "丁", bold: true }, '&<>"'] },
        { kind: "pageBreak" },
      ]),
    )("word/document.xml");
    const paragraphs = all(body, "w:p");
    expect(paragraphs.map(wordsOf)).toEqual(["（一）事实", '甲\t乙\n丙丁&<>"', "\n"]);
    expect(all(body, "w:pStyle")[0]?.attributes["w:val"]).toBe("Heading2");
    const bold = all(body, "w:r").filter((run) => all(run, "w:b").length > 0);
    expect(bold.map(wordsOf)).toEqual(["丁"]);
    expect(all(body, "w:br").at(-1)?.attributes["w:type"]).toBe("page");
  });

  test("table: the head repeats, cells stand in their columns, widths fill the text, numbers to the right", () => {
    const columns = [
      { head: "单位", share: 3 },
      { head: "件数", share: 1, align: "right" },
      { head: "说明", share: 2 },
    ] as const;
    const rows = [
      ["住建局", "12", "按期"],
      ["交通局", "3", ""],
    ];
    const body = read(aDocument([{ kind: "table", columns, rows }]))("word/document.xml");
    const lines = all(body, "w:tr").map((row) => all(row, "w:tc").map(wordsOf));
    expect(lines).toEqual([["单位", "件数", "说明"], ...rows]);
    expect(all(all(body, "w:tr")[0]!, "w:tblHeader")).toHaveLength(1);
    expect(all(body, "w:tblHeader")).toHaveLength(1);
    const widths = all(body, "w:gridCol").map(({ attributes }) => Number(attributes["w:w"]));
    expect(widths).toEqual([4422, 1474, 2948]);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(TEXT_WIDTH);
    const second = all(body, "w:tr")[1]!;
    expect(all(second, "w:jc").map(({ attributes }) => attributes["w:val"])).toEqual(["right"]);
  });

  test("columns of any shares fill the text to the last twentieth", () => {
    for (const shares of [[1, 1, 1], [7], [0.3, 0.9, 2.2, 5, 1, 1, 1]]) {
      const widths = widthsOf(shares.map((share) => ({ head: "", share })));
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(TEXT_WIDTH);
      expect(Math.min(...widths)).toBeGreaterThan(0);
    }
  });

  test("two tables in a row stay two: a paragraph stands between them", () => {
    const table: Block = { kind: "table", columns: [{ head: "a" }], rows: [] };
    const [body] = all(read(aDocument([table, table]))("word/document.xml"), "w:body");
    expect(body?.children.map(({ name }) => name)).toEqual([
      "w:tbl",
      "w:p",
      "w:tbl",
      "w:p",
      "w:sectPr",
    ]);
  });
});

describe("footnotes", () => {
  test("each reference has its note, after the two separators", () => {
    const part = read(
      aDocument(
        [
          { kind: "paragraph", text: ["甲", { note: 1 }] },
          { kind: "table", columns: [{ head: "乙" }], rows: [[["丙", { note: 2 }]]] },
        ],
        ["来源一", "来源二"],
      ),
    );
    const references = all(part("word/document.xml"), "w:footnoteReference");
    expect(references.map(({ attributes }) => attributes["w:id"])).toEqual(["1", "2"]);
    const notes = all(part("word/footnotes.xml"), "w:footnote");
    expect(notes.map(({ attributes }) => attributes["w:id"])).toEqual(["-1", "0", "1", "2"]);
    expect(notes.slice(2).map(wordsOf)).toEqual([" 来源一", " 来源二"]);
  });

  test.each([
    ["a note that is not there", [{ note: 1 }], []],
    ["a note nobody points at", ["甲"], ["注"]],
    ["notes out of order", [{ note: 2 }, { note: 1 }], ["一", "二"]],
  ] as const)("%s is refused", (_, text, footnotes) => {
    expect(() => docx(aDocument([{ kind: "paragraph", text }], footnotes))).toThrow("footnotes");
  });

  test("a row with too few cells is refused", () => {
    const columns = [{ head: "a" }, { head: "b" }];
    const table: Block = { kind: "table", columns, rows: [["1", "2"], ["1"]] };
    expect(() => docx(aDocument([table]))).toThrow("row 2");
  });
});

/** What is not a Char of XML 1.0 §2.2. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

test("whatever the words: the file is well-formed and says them, signs that XML cannot hold are replaced", () => {
  const words = string({ unit: "binary", maxLength: 60 });
  assert(
    property(words, (text) => {
      const body = read(aDocument([{ kind: "paragraph", text }]))("word/document.xml");
      const lineBreaks = text.replaceAll(/\r\n?/g, "\n").toWellFormed();
      const kept = lineBreaks.replaceAll(NOT_XML, "\uFFFD");
      expect(wordsOf(body)).toBe(kept);
      expect(all(body, "w:hyperlink")).toEqual([]);
    }),
    { examples: [["<w:p/>&amp;]]>\u0000\uFFFE\uD800"], ["\u0085\u2028"], ["valueOf"]] },
  );
});
