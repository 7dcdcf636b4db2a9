/** The timeline of an export as a table. Pure. */
import type { TimelineRow } from "../../../../contract/src/dossier.ts";
import type { Cell, Column, Table } from "../../platform/spreadsheet/index.ts";
import { type ExportNote, watermarkOf } from "./export-page.ts";
import { wordsOf } from "./words.ts";

const { column, group, stage, file } = wordsOf("zh-CN");

const COLUMNS: readonly Column[] = [
  { head: column.occurredAt, width: 20 },
  { head: column.recordedAt, width: 20 },
  { head: column.stage, width: 10 },
  { head: column.group, width: 12 },
  { head: column.kind, width: 18 },
  { head: column.text, width: 60 },
  { head: column.actor, width: 24 },
  { head: column.lot, width: 8 },
  { head: column.fileHash, width: 66 },
  { head: column.source, width: 12 },
  { head: column.leaf, width: 10 },
  { head: column.id, width: 38 },
];

const cellsOf = (row: TimelineRow): readonly Cell[] => [
  { at: new Date(row.occurredAt) },
  { at: new Date(row.recordedAt) },
  stage[row.stage],
  group[row.group],
  row.title,
  row.text,
  row.actor ?? null,
  row.lotId ?? null,
  row.fileHash ?? null,
  row.source,
  row.leafIndex === undefined ? file.pending : row.leafIndex + 1,
  row.id,
];

const PAGE = 500;

export function tableOf(note: ExportNote, rows: readonly TimelineRow[]): Table {
  // oxlint-disable-next-line typescript/require-await -- pages of a table come one at a time
  async function* pages() {
    for (let start = 0; start < rows.length; start += PAGE)
      yield rows.slice(start, start + PAGE).map(cellsOf);
  }
  return {
    name: file.sheet,
    columns: COLUMNS,
    pages: pages(),
    footer: (count) => [
      [file.noteLabel, watermarkOf(note)],
      [file.rows, String(count)],
      [file.project, `${note.title}（${note.ocid}）`],
    ],
  };
}
