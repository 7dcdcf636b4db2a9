/** DOCX: letters and reports for word processors. The same document gives the same bytes. */
import { strToU8, zipSync } from "fflate";

import { documentXml, footnotesXml } from "./body.ts";
import { checkDocument, type WordDocument } from "./document.ts";
import {
  CONTENT_TYPES,
  coreXml,
  DOCUMENT_RELATIONS,
  FONT_TABLE,
  FOOTER,
  PACKAGE_RELATIONS,
  SETTINGS,
  STYLES,
} from "./parts.ts";

export type { Block, Inline, Piece, TableColumn, WordDocument } from "./document.ts";

export const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

export function docx(document: WordDocument): Uint8Array {
  checkDocument(document);
  const { title, blocks, footnotes = [], author = "", createdAt } = document;
  const parts: Readonly<Record<string, string>> = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": PACKAGE_RELATIONS,
    "docProps/core.xml": coreXml(title, author, createdAt),
    "word/document.xml": documentXml(blocks),
    "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
    "word/styles.xml": STYLES,
    "word/settings.xml": SETTINGS,
    "word/fontTable.xml": FONT_TABLE,
    "word/footnotes.xml": footnotesXml(footnotes),
    "word/footer1.xml": FOOTER,
  };
  const files = Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)] as const);
  return zipSync(Object.fromEntries(files), { level: 6, mtime: "2000-01-01T00:00:00" });
}
