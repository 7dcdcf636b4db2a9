/** Blocks, runs and notes as WordprocessingML. Text is always inside w:t, so no word can become a field or a link. Pure. */
import type { Align, Block, Inline, Piece, TableColumn } from "./document.ts";
import { HEAD, MAIN, RELATIONS, SECTION, SEPARATORS, TEXT_WIDTH, xmlText } from "./parts.ts";

const BREAKS = new Map([
  ["\t", "<w:tab/>"],
  ["\n", "<w:br/>"],
]);

/** Tabs and line breaks are elements of their own. */
const textXml = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .split(/([\t\n])/)
    .filter((part) => part !== "")
    .map((part) => BREAKS.get(part) ?? `<w:t xml:space="preserve">${xmlText(part)}</w:t>`)
    .join("");

function runXml(piece: Piece): string {
  if (typeof piece === "string") return piece === "" ? "" : `<w:r>${textXml(piece)}</w:r>`;
  if ("note" in piece)
    return `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="${piece.note}"/></w:r>`;
  return `<w:r><w:rPr><w:b/><w:bCs/></w:rPr>${textXml(piece.text)}</w:r>`;
}

const runsXml = (text: Inline): string =>
  (typeof text === "string" ? [text] : text).map(runXml).join("");

function paragraphXml(style: string, runs: string, align?: Align): string {
  const placed = align === undefined ? "" : `<w:jc w:val="${align}"/>`;
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${placed}</w:pPr>${runs}</w:p>`;
}

/** Whole twentieths of a point whose sum is the width of the text. */
export function widthsOf(columns: readonly TableColumn[]): number[] {
  const shares = columns.map(({ share = 1 }) => share);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const ends = shares.map((_, index) => {
    const upTo = shares.slice(0, index + 1).reduce((sum, share) => sum + share, 0);
    return Math.round((TEXT_WIDTH * upTo) / total);
  });
  return ends.map((end, index) => end - (ends[index - 1] ?? 0));
}

const cellXml = (width: number, paragraph: string): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${paragraph}</w:tc>`;

/** The head is repeated on every page, a row is never torn. */
function tableXml(columns: readonly TableColumn[], rows: readonly (readonly Inline[])[]): string {
  const widths = widthsOf(columns);
  const line = (cells: readonly string[], isHead = false): string =>
    `<w:tr><w:trPr><w:cantSplit/>${isHead ? "<w:tblHeader/>" : ""}</w:trPr>` +
    `${cells.map((cell, index) => cellXml(widths[index] ?? 0, cell)).join("")}</w:tr>`;
  const head = columns.map((column) => paragraphXml("TableHead", runsXml(column.head)));
  const body = rows.map((row) =>
    row.map((cell, index) => paragraphXml("TableText", runsXml(cell), columns[index]?.align)),
  );
  return (
    `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>` +
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>` +
    `${line(head, true)}${body.map((cells) => line(cells)).join("")}</w:tbl>` +
    // Two tables without a paragraph between them would become one.
    "<w:p/>"
  );
}

function blockXml(block: Block): string {
  switch (block.kind) {
    case "title":
      return paragraphXml("Title", runsXml(block.text));
    case "heading":
      return paragraphXml(`Heading${block.level}`, runsXml(block.text));
    case "paragraph": {
      const style = block.align === undefined ? "BodyText" : "Placed";
      return paragraphXml(style, runsXml(block.text), block.align);
    }
    case "table":
      return tableXml(block.columns, block.rows);
    case "pageBreak":
      return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
  }
}

export const documentXml = (blocks: readonly Block[]): string =>
  `${HEAD}<w:document xmlns:w="${MAIN}" xmlns:r="${RELATIONS}"><w:body>${blocks
    .map(blockXml)
    .join("")}${SECTION}</w:body></w:document>`;

const noteXml = (note: Inline, index: number): string =>
  `<w:footnote w:id="${index + 1}">${paragraphXml(
    "FootnoteText",
    `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>${runsXml([" ", ...(typeof note === "string" ? [note] : note)])}`,
  )}</w:footnote>`;

export const footnotesXml = (notes: readonly Inline[]): string =>
  `${HEAD}<w:footnotes xmlns:w="${MAIN}">${SEPARATORS}${notes.map(noteXml).join("")}</w:footnotes>`;
