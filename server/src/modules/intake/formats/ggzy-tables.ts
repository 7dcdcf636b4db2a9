/**
 * An export of a trading system after the national data specification: one file per exchange table.
 * Tables of processes, lots and parts are held in memory (an export of one night or one city), the
 * fact tables are streamed. Parts whose record is missing still yield their fact.
 */
import type { Party } from "../../../../../contract/src/values.ts";
import { partyKey } from "../../../kernel/party.ts";
import {
  emptyProcessData,
  factsOfRow,
  type Part,
  type Payload,
  type ProcessData,
} from "./ggzy-build.ts";
import { type FileRow, readTableRows, type TableFile } from "./ggzy-files.ts";
import { cell, type FormContext, type Row } from "./ggzy-forms.ts";
import { groupKey, isOwn, lotsOfRow, readMembers, subjectOfRow } from "./ggzy-rows.ts";
import {
  FACT_SPECS,
  type FactSpec,
  PROCESS_TABLES,
  REJECTED,
  SECTION,
  type TableSpec,
} from "./ggzy-spec.ts";
import {
  FieldRefused,
  type ImportContext,
  type ImportItem,
  type ImportItems,
  refusalOf,
} from "./item.ts";
import { textOf } from "./json-values.ts";

/** Parts by table and group. */
type Parts = Map<string, Map<string, Part[]>>;

interface Reading {
  readonly files: readonly TableFile[];
  readonly context: FormContext;
  readonly data: ProcessData;
  readonly parts: Parts;
  /** Processes that have a notice of their own. */
  readonly noticed: Set<string>;
  /** Rows of projects from other systems: their notice if no other speaks of them. */
  readonly projects: {
    readonly spec: TableSpec;
    readonly file: TableFile;
    readonly row: FileRow;
  }[];
}

export async function* importGgzyTables(
  files: readonly TableFile[],
  context: ImportContext,
): ImportItems {
  const reading: Reading = {
    files: files.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    context,
    data: emptyProcessData(),
    parts: new Map(),
    noticed: new Set(),
    projects: [],
  };
  yield* readProcesses(reading);
  yield* readParts(reading);
  for (const spec of FACT_SPECS) yield* factItems(reading, spec);
  yield* lonelyParts(reading);
  yield* lonelyProjects(reading);
}

/** Every row of a table through `take`; refused rows as rejections, others as what `take` returns. */
async function* eachRow(
  reading: Reading,
  table: string,
  take: (row: FileRow, file: TableFile) => ImportItem | undefined,
): ImportItems {
  for (const file of reading.files.filter((candidate) => candidate.table === table)) {
    for await (const row of readTableRows(file)) {
      const item = "rejected" in row ? row : attempt(row, file, () => take(row, file));
      if (item !== undefined) yield item;
    }
  }
}

function attempt(
  { line }: FileRow,
  file: TableFile,
  take: () => ImportItem | undefined,
): ImportItem | undefined {
  try {
    return take();
  } catch (error) {
    return { ...refusalOf(error, line), file: file.name };
  }
}

async function* readProcesses(reading: Reading): ImportItems {
  const { context, data } = reading;
  for (const spec of Object.values(PROCESS_TABLES)) {
    yield* eachRow(reading, spec.table, (row, file) => {
      if (isOwn(row.row)) return { line: row.line, file: file.name, facts: [] };
      const subject = subjectOfRow(spec, row.row);
      const values = readMembers(spec, row.row, context);
      data.projects.set(subject, { ...data.projects.get(subject), ...values });
      reading.projects.push({ spec, file, row });
      return undefined;
    });
  }
  yield* eachRow(reading, SECTION.table, (row, file) => {
    const key = `${subjectOfRow(SECTION, row.row)}|${lotsOfRow(SECTION, row.row)[0]}`;
    if (!isOwn(row.row)) data.sections.set(key, readMembers(SECTION, row.row, context));
    return { line: row.line, file: file.name, facts: [] };
  });
  yield* eachRow(reading, "PROJECT", (row, file) => ({
    line: row.line,
    file: file.name,
    facts: [],
  }));
  yield* eachRow(reading, REJECTED.table, (row, file) => {
    const values = readMembers(REJECTED, row.row, context);
    const at = `${subjectOfRow(REJECTED, row.row)}|${lotsOfRow(REJECTED, row.row)[0]}`;
    const bidder = values["bidder"] as Party | undefined;
    if (bidder === undefined)
      throw new FieldRefused("BIDDER_NAME", "intake.missing-field", { field: "BIDDER_NAME" });
    data.rejected.set(`${at}|${partyKey(bidder)}`, textOf(values["reason"]) ?? "");
    return { line: row.line, file: file.name, facts: [] };
  });
}

async function* readParts(reading: Reading): ImportItems {
  for (const { parts } of FACT_SPECS) {
    if (parts === undefined) continue;
    const groups = new Map<string, Part[]>();
    reading.parts.set(parts.spec.table, groups);
    yield* eachRow(reading, parts.spec.table, ({ line, row }) => {
      const value = readMembers(parts.spec, row, reading.context);
      if (value["bidder"] === undefined && !isOwn(row)) {
        const field = parts.spec.members.find(([name]) => name === "bidder")?.[1].columns[0] ?? "";
        throw new FieldRefused(field, "intake.missing-field", { field });
      }
      const key = groupKey(parts.spec, row);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ line, row, value }]);
      else group.push({ line, row, value });
      return undefined;
    });
  }
}

/** Parts of a row, taken out so that they are used once. Ours come in the order they were written. */
function takeParts(reading: Reading, spec: FactSpec, row: Row): Part[] {
  const groups = spec.parts === undefined ? undefined : reading.parts.get(spec.parts.spec.table);
  if (groups === undefined) return [];
  const keys = isOwn(row)
    ? [row["M_KEY"] ?? ""]
    : lotsOfRow(spec, row).map((lot) => `${subjectOfRow(spec, row)}|${lot}`);
  const taken = keys.flatMap((key) => {
    const parts = groups.get(key) ?? [];
    groups.delete(key);
    return parts;
  });
  return isOwn(row) ? taken.toSorted((left, right) => partIndex(left) - partIndex(right)) : taken;
}

const partIndex = ({ row }: Part): number => Number((row["M_KEY"] ?? "").split("#").at(-1));

async function* factItems(reading: Reading, spec: FactSpec): ImportItems {
  yield* eachRow(reading, spec.table, ({ line, row }, file) => {
    const parts = takeParts(reading, spec, row);
    if (spec.kind === "notice-published") reading.noticed.add(subjectOfRow(spec, row));
    const facts = rowFacts(reading, spec, { row, parts });
    return { line, file: file.name, records: 1 + parts.length, facts };
  });
}

function rowFacts(
  reading: Reading,
  spec: FactSpec,
  from: { readonly row: Row; readonly parts: Part[] },
) {
  // An official opening record without any bidder says nothing that could be screened.
  const isBare = spec.parts !== undefined && from.parts.length === 0 && !isOwn(from.row);
  return isBare ? [] : factsOfRow(spec, from, reading);
}

/** Parts without their record: the time of the last of them stands for the time of the fact. */
function* lonelyParts(reading: Reading): Generator<ImportItem> {
  for (const spec of FACT_SPECS) {
    if (spec.parts === undefined) continue;
    const groups = reading.parts.get(spec.parts.spec.table) ?? new Map<string, Part[]>();
    for (const parts of groups.values()) {
      const [first] = parts;
      if (first === undefined) continue;
      const row = lonelyRow(spec, parts, first.row);
      const { line } = first;
      const item = attempt(
        first,
        { table: "", name: spec.parts.spec.table, open: noBytes },
        () => ({
          line,
          file: spec.parts?.spec.table ?? "",
          records: parts.length,
          facts: factsOfRow(spec, { row, parts }, reading),
        }),
      );
      if (item !== undefined) yield item;
    }
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

function lonelyRow(spec: FactSpec, parts: readonly Part[], first: Row): Row {
  const times = parts.flatMap(
    ({ row }) => cell(row, "DATA_TIMESTAMP") ?? cell(row, "CHECKIN_TIME") ?? [],
  );
  const process = first[spec.parts?.spec.process ?? ""] ?? "";
  const lot = first[spec.parts?.spec.lot ?? ""] ?? "";
  return {
    [spec.process]: process,
    [spec.lot]: lot,
    DATA_TIMESTAMP: times.toSorted().at(-1) ?? "",
  };
}

/** Projects that no notice speaks of: a notice of their own, so that the process is known. */
function* lonelyProjects(reading: Reading): Generator<ImportItem> {
  for (const { spec, file, row } of reading.projects) {
    const item = attempt(row, file, () => {
      const subject = subjectOfRow(spec, row.row);
      if (reading.noticed.has(subject)) return { line: row.line, file: file.name, facts: [] };
      const notice: FactSpec = {
        ...spec,
        kind: "notice-published",
        constants: { noticeType: "other" } satisfies Payload,
        ...(cell(row.row, "CREATE_TIME") === undefined ? {} : { occurred: "CREATE_TIME" }),
      };
      const facts = factsOfRow(notice, { row: row.row, parts: [] }, reading);
      return { line: row.line, file: file.name, facts };
    });
    if (item !== undefined) yield item;
  }
}
