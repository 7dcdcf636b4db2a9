/**
 * Parts of a document (ECMA-376 part 1, WordprocessingML) that are the same in every file: styles, page, notes.
 * Page and type sizes of GB/T 9704-2012 (党政机关公文格式): A4, text 156 × 225 mm, body 三号仿宋, title 二号宋体.
 * The order of elements is that of the schema. Pure.
 */
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
export const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** In twentieths of a point: 210 × 297 mm; margins 37, 26, 35 and 28 mm. */
const PAGE = { width: 11_906, height: 16_838, top: 2098, right: 1474, bottom: 1984, left: 1588 };
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

// oxlint-disable-next-line no-control-regex -- XML 1.0 has no place for these
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(NOT_XML, "\uFFFD")
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");

const FONT_NAMES = ["仿宋", "宋体", "黑体", "楷体", "Times New Roman"] as const;

const fonts = (eastAsia: (typeof FONT_NAMES)[number]): string =>
  `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${eastAsia}" w:cs="Times New Roman"/>`;

/** Sizes in half points: 二号 44, 三号 32, 小四 24, 小五 18, 四号 28. */
const size = (halfPoints: number): string =>
  `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`;
const BOLD = "<w:b/><w:bCs/>";

interface Style {
  readonly id: string;
  readonly name: string;
  readonly paragraph: string;
  readonly run: string;
}

const paragraphStyle = ({ id, name, paragraph, run }: Style): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/>` +
  `<w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;

const BODY_LINES = '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>';
const CLOSE_LINES = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>';
/** Two characters, whatever their size. */
const INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>';

const STYLE_LIST: readonly Style[] = [
  {
    id: "Title",
    name: "Title",
    paragraph: `<w:keepNext/><w:spacing w:before="0" w:after="560" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/>`,
    run: fonts("宋体") + BOLD + size(44),
  },
  {
    id: "Heading1",
    name: "heading 1",
    paragraph: `<w:keepNext/>${BODY_LINES}${INDENT}<w:outlineLvl w:val="0"/>`,
    run: fonts("黑体") + size(32),
  },
  {
    id: "Heading2",
    name: "heading 2",
    paragraph: `<w:keepNext/>${BODY_LINES}${INDENT}<w:outlineLvl w:val="1"/>`,
    run: fonts("楷体") + size(32),
  },
  {
    id: "Heading3",
    name: "heading 3",
    paragraph: `<w:keepNext/>${BODY_LINES}${INDENT}<w:outlineLvl w:val="2"/>`,
    run: fonts("仿宋") + BOLD + size(32),
  },
  { id: "BodyText", name: "Body Text", paragraph: BODY_LINES + INDENT, run: "" },
  { id: "Placed", name: "Placed Text", paragraph: BODY_LINES, run: "" },
  { id: "TableText", name: "Table Text", paragraph: CLOSE_LINES, run: size(24) },
  {
    id: "TableHead",
    name: "Table Head",
    paragraph: `<w:keepNext/>${CLOSE_LINES}<w:jc w:val="center"/>`,
    run: fonts("黑体") + size(24),
  },
  { id: "FootnoteText", name: "footnote text", paragraph: CLOSE_LINES, run: size(18) },
  {
    id: "Footer",
    name: "footer",
    paragraph: `${CLOSE_LINES}<w:jc w:val="center"/>`,
    run: fonts("宋体") + size(28),
  },
];

const BORDERS = ["top", "left", "bottom", "right", "insideH", "insideV"]
  .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
  .join("");

export const STYLES =
  `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>${fonts("仿宋")}${size(32)}` +
  '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>' +
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
  STYLE_LIST.map(paragraphStyle).join("") +
  '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>' +
  '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>' +
  '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
  `<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>${BORDERS}</w:tblBorders></w:tblPr></w:style>` +
  "</w:styles>";

export const FONT_TABLE = `${HEAD}<w:fonts xmlns:w="${MAIN}">${FONT_NAMES.map(
  (name) => `<w:font w:name="${name}"><w:pitch w:val="variable"/></w:font>`,
).join("")}</w:fonts>`;

/** `— 1 —`, the number counted by the word processor. */
export const FOOTER =
  `${HEAD}<w:ftr xmlns:w="${MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>` +
  '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>';

export const SECTION =
  '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/>' +
  `<w:pgSz w:w="${PAGE.width}" w:h="${PAGE.height}"/>` +
  `<w:pgMar w:top="${PAGE.top}" w:right="${PAGE.right}" w:bottom="${PAGE.bottom}" w:left="${PAGE.left}" w:header="851" w:footer="1134" w:gutter="0"/></w:sectPr>`;

/** The two lines above notes that every file with notes must have. */
export const SEPARATORS =
  '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>' +
  '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>';

export const SETTINGS =
  `${HEAD}<w:settings xmlns:w="${MAIN}"><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>` +
  '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' +
  '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>';

const OVERRIDES = [
  ["/word/document.xml", `${WORD}.document.main+xml`],
  ["/word/styles.xml", `${WORD}.styles+xml`],
  ["/word/settings.xml", `${WORD}.settings+xml`],
  ["/word/fontTable.xml", `${WORD}.fontTable+xml`],
  ["/word/footnotes.xml", `${WORD}.footnotes+xml`],
  ["/word/footer1.xml", `${WORD}.footer+xml`],
  ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
] as const;

export const CONTENT_TYPES =
  `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/>${OVERRIDES.map(
    ([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`,
  ).join("")}</Types>`;

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;

export const PACKAGE_RELATIONS =
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
  relation("rId1", `${RELATIONS}/officeDocument`, "word/document.xml") +
  relation("rId2", `${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml") +
  "</Relationships>";

export const DOCUMENT_RELATIONS =
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
  ["styles", "settings", "fontTable", "footnotes"]
    .map((part) => relation(`rId_${part}`, `${RELATIONS}/${part}`, `${part}.xml`))
    .join("") +
  `${relation("rIdFooter", `${RELATIONS}/footer`, "footer1.xml")}</Relationships>`;

/** Title, author and time of the file's properties (Dublin Core). */
export function coreXml(title: string, author: string, createdAt: Date | undefined): string {
  const at = createdAt?.toISOString().replace(/\.\d+/, "");
  const times =
    at === undefined
      ? ""
      : `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified>`;
  return (
    `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<dc:title>${xmlText(title)}</dc:title><dc:creator>${xmlText(author)}</dc:creator>${times}</cp:coreProperties>`
  );
}
