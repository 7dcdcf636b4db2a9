/** XLSX as a stream: the sheet is written and compressed row by row, nothing is kept but the page at hand. */
import { Zip, ZipDeflate } from "fflate";

import type { Table, TableFile } from "./table.ts";
import {
  CONTENT_TYPES,
  headRowXml,
  PACKAGE_RELATIONS,
  rowXml,
  sheetEnd,
  sheetStart,
  STYLES,
  WORKBOOK_RELATIONS,
  workbookXml,
} from "./xlsx-parts.ts";

const LEVEL = 3;
/** About as much XML is compressed at once, so that other requests wait no longer than a few milliseconds. */
const PIECE_ROWS = 100;

/** Collects what fflate gives while a piece is pushed. */
function createArchive() {
  const ready: Uint8Array[] = [];
  const state: { failure: Error | undefined } = { failure: undefined };
  const zip = new Zip((error, piece) => {
    if (error !== null) state.failure = error;
    else ready.push(piece);
  });
  const add = (name: string) => {
    const file = new ZipDeflate(name, { level: LEVEL });
    // A fixed time: the same table gives the same bytes.
    file.mtime = "2000-01-01T00:00:00";
    zip.add(file);
    return (text: string, isLast = false) => file.push(Buffer.from(text, "utf8"), isLast);
  };
  return {
    add,
    whole: (name: string, text: string) => add(name)(text, true),
    end: () => zip.end(),
    take(): readonly Uint8Array[] {
      if (state.failure !== undefined) throw state.failure;
      return ready.splice(0);
    },
  };
}

export const xlsxFile: TableFile = {
  contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  extension: "xlsx",
  async *write({ name, columns, pages, footer }: Table) {
    const archive = createArchive();
    archive.whole("[Content_Types].xml", CONTENT_TYPES);
    archive.whole("_rels/.rels", PACKAGE_RELATIONS);
    archive.whole("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS);
    archive.whole("xl/styles.xml", STYLES);
    const push = archive.add("xl/worksheets/sheet1.xml");
    push(sheetStart(columns) + headRowXml(columns));
    let count = 0;
    for await (const page of pages) {
      for (let from = 0; from < page.length; from += PIECE_ROWS) {
        const piece = page.slice(from, from + PIECE_ROWS);
        push(piece.map((cells, index) => rowXml(cells, count + from + index + 2)).join(""));
        yield* archive.take();
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      count += page.length;
    }
    const lines = footer(count).map((line, index) => rowXml(line, count + index + 3));
    push(lines.join("") + sheetEnd(columns.length, count), true);
    archive.whole("xl/workbook.xml", workbookXml(name, columns.length, count));
    archive.end();
    yield* archive.take();
  },
};
