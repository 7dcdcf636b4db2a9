import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
/**
 * Facts → exchange tables of the national data specification. Columns say what the specification has
 * columns for; the remainder of a fact goes into MJ_REST, so that reading the tables gives the same
 * facts again.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import {
  bareFacts,
  emptyProcessData,
  type Part,
  type Payload,
  type RowWithParts,
} from "./ggzy-build.ts";
import { cellText, type Cells, type FormContext, type Row } from "./ggzy-forms.ts";
import { columnsOf, keyCells, patchOf, readMembers, restText, writeMembers } from "./ggzy-rows.ts";
import {
  FACT_SPECS,
  type FactSpec,
  POINTS,
  PROCESS_TABLES,
  SECTION,
  TABLES,
  type TableSpec,
} from "./ggzy-spec.ts";
import { FieldRefused } from "./item.ts";
import { isObject, objectsOf } from "./json-values.ts";

export interface ExportedRow {
  readonly table: string;
  readonly row: Row;
}

/** Rows of one fact. Empty = no table of the specification carries this kind. */
export interface TableExporter {
  readonly rows: (fact: FactInput) => readonly ExportedRow[];
}

const OCID = "ocds-mj0001-";

/** Keeps, per process, what its tables already say; facts may come in any order. */
export function createExporter(context: FormContext): TableExporter {
  const state: Exporting = { context, projects: new Set(), sections: new Set() };
  const procurement = new Set<string>();
  return {
    rows(fact) {
      if (!fact.subject.startsWith(OCID)) return [];
      const kind = fact.kind.replace(/^procurement\./, "");
      if (kind === "notice-published" && fact.payload["regime"] === "procurement") {
        procurement.add(fact.subject);
      }
      const spec = specOf(kind, fact, procurement.has(fact.subject));
      if (spec === undefined) return [];
      const about = kind === "notice-published" ? processRows(fact, spec, state) : [];
      return [...about, ...factRows(spec, fact, context)];
    },
  };
}

interface Exporting {
  readonly context: FormContext;
  /** Processes and lots that have their row. */
  readonly projects: Set<string>;
  readonly sections: Set<string>;
}

function specOf(kind: string, fact: FactInput, isProcurement: boolean): FactSpec | undefined {
  const specs = FACT_SPECS.filter((spec) => spec.kind === kind);
  const regime = isProcurement ? "PURCHASE_PROJECT_CODE" : "TENDER_PROJECT_CODE";
  const fitting = specs.filter((spec) => spec.process === regime);
  const [first, second] = fitting.length === 0 ? specs : fitting;
  // Our objection fact has one state; with a reply it stands in the table of replies.
  return kind === "objection-recorded" && fact.payload["reply"] !== undefined ? second : first;
}

/** Rows of process and lots, the first time a notice names them. */
function processRows(fact: FactInput, spec: FactSpec, state: Exporting): ExportedRow[] {
  const { context, projects, sections } = state;
  const rows: ExportedRow[] = [];
  const payload = fact.payload as Payload;
  const table = spec.process === "PURCHASE_PROJECT_CODE" ? "PURCHASE_PROJECT" : "TENDER_PROJECT";
  const project = PROCESS_TABLES[table];
  if (project !== undefined && !projects.has(fact.subject)) {
    const key = { key: `${fact.subject}#project`, lots: "" };
    projects.add(fact.subject);
    rows.push({ table, row: rowOf(project, fact, { ...key, payload, context }) });
  }
  for (const lot of objectsOf(payload["lots"])) {
    const lotId = String(lot["lotId"]);
    const at = `${fact.subject}|${lotId}`;
    if (sections.has(at) || /[;；,，\s]/u.test(lotId)) continue;
    sections.add(at);
    const key = { key: `${at}#section`, lots: lotId };
    rows.push({
      table: SECTION.table,
      row: rowOf(SECTION, fact, { ...key, payload: lot, context }),
    });
  }
  return rows;
}

function rowOf(
  spec: TableSpec,
  fact: FactInput,
  from: {
    readonly key: string;
    readonly lots: string;
    readonly payload: Payload;
    readonly context: FormContext;
  },
): Cells {
  const { key, lots, payload, context } = from;
  return {
    ...writeMembers(spec, payload, context),
    ...keyCells(spec, fact, { key, lots, zone: context.zone }),
  };
}

function factRows(spec: FactSpec, fact: FactInput, context: FormContext): ExportedRow[] {
  const payload = fact.payload as Payload;
  const lots =
    spec.kind === "notice-published"
      ? objectsOf(payload["lots"])
          .map((lot) => String(lot["lotId"]))
          .filter((lot) => !/[;；,，\s]/u.test(lot))
      : typeof payload["lotId"] === "string"
        ? [payload["lotId"]]
        : [];
  const key = { key: fact.sourceId, lots: lots.join(";") };
  const row = rowOf(spec, fact, { ...key, payload, context });
  if (spec.kind === "expert-scored") Object.assign(row, scoreCells(payload));
  const parts = partRows(spec, fact, context);
  const back = readBack(spec, { row, parts }, context);
  const rest = restText(patchOf(back, fact));
  return [
    { table: spec.table, row: { ...row, ...rest } },
    ...parts.map((part) => ({ table: spec.parts?.spec.table ?? "", row: part.row })),
  ];
}

/** What a reader would make of the row; nothing if the columns alone make no fact. */
function readBack(spec: FactSpec, from: RowWithParts, context: FormContext): FactInput | undefined {
  try {
    return bareFacts(spec, from, { data: emptyProcessData(), context })[0];
  } catch (error) {
    if (error instanceof FieldRefused) return undefined;
    throw error;
  }
}

/** Points in the column of their criterion, or as technical points with the criterion beside them. */
function scoreCells(payload: Payload): Cells {
  const named = Object.entries(POINTS).find(
    ([, criterion]) => criterion === payload["criterion"],
  )?.[0];
  const score = cellText(payload["score"]) ?? "0";
  if (named !== undefined) return { [named]: score };
  const criterion = cellText(payload["criterion"]);
  return {
    TECHNICAL_POINTS: score,
    ...(criterion === undefined ? {} : { TECHNICAL_DETAIL: criterion }),
  };
}

function partRows(spec: FactSpec, fact: FactInput, context: FormContext): Part[] {
  const { parts } = spec;
  if (parts === undefined) return [];
  const members = fact.payload[parts.member];
  const entries = Array.isArray(members) ? members.filter(isObject) : [];
  const lots = typeof fact.payload["lotId"] === "string" ? fact.payload["lotId"] : "";
  return entries.map((entry, index) => {
    const key = { key: `${fact.sourceId}#${index}`, lots };
    const row = rowOf(parts.spec, fact, { ...key, payload: entry, context });
    // Values read back as the importer reads them; the remainder makes them whole.
    const value = readMembers(parts.spec, row, context);
    const defaults =
      spec.kind === "candidates-published" ? { rank: index + 1 } : { status: "valid" };
    const rest = restText(patchOf({ ...defaults, ...value }, entry));
    return { line: 0, row: { ...row, ...rest }, value };
  });
}

/** Column order of a table file. */
export const exportColumns = (table: string): readonly string[] => {
  const spec = TABLES.get(table);
  return spec === undefined ? [] : columnsOf(spec);
};

/** One line of a table file, quoted where needed. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",")}\r\n`;
}

export interface ExportSummary {
  readonly facts: number;
  /** Facts of kinds that no table carries, by kind. */
  readonly unsupported: Readonly<Record<string, number>>;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

export interface ExportTarget {
  readonly folder: string;
  readonly format?: "csv" | "jsonl";
  readonly context: FormContext;
}

/** Writes one file per table into a folder. */
export async function writeGgzyTables(
  facts: AsyncIterable<FactInput> | Iterable<FactInput>,
  { folder, format = "csv", context }: ExportTarget,
): Promise<ExportSummary> {
  await mkdir(folder, { recursive: true });
  const exporter = createExporter(context);
  const streams = new Map<string, WriteStream>();
  const rows: Record<string, number> = {};
  const unsupported: Record<string, number> = {};
  let count = 0;
  for await (const fact of facts) {
    count += 1;
    const exported = exporter.rows(fact);
    if (exported.length === 0) unsupported[fact.kind] = (unsupported[fact.kind] ?? 0) + 1;
    for (const { table, row } of exported) {
      rows[table] = (rows[table] ?? 0) + 1;
      const stream =
        streams.get(table) ?? openTable(streams, join(folder, `${table}.${format}`), table);
      const line =
        format === "csv"
          ? csvLine(exportColumns(table).map((column) => row[column] ?? ""))
          : `${JSON.stringify(row)}\n`;
      if (!stream.write(line)) await once(stream, "drain");
    }
  }
  for (const stream of streams.values()) {
    stream.end();
    await once(stream, "close");
  }
  return { facts: count, unsupported, rows };
}

function openTable(streams: Map<string, WriteStream>, path: string, table: string): WriteStream {
  const stream = createWriteStream(path);
  streams.set(table, stream);
  if (path.endsWith(".csv")) stream.write(csvLine(exportColumns(table)));
  return stream;
}
