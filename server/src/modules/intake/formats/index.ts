/** The importers: one door for the command line and the server. No database, no HTTP. */
import { stat } from "node:fs/promises";
import { basename, relative } from "node:path";

import { openBytes } from "./bytes.ts";
import { importCsvFile } from "./csv.ts";
import { detectFormat, filesIn, type Format } from "./detect.ts";
import { importFacts } from "./facts.ts";
import type { TableFile } from "./ggzy-files.ts";
import { importGgzyNotices } from "./ggzy-notices.ts";
import { tableOfFile } from "./ggzy-spec.ts";
import { importGgzyTables } from "./ggzy-tables.ts";
import { shortHash } from "./ids.ts";
import { FieldRefused, type ImportContext, type ImportItems, reject } from "./item.ts";
import type { Mapping } from "./mapping.ts";
import { importOcds } from "./ocds.ts";
import { zipMembers } from "./zip.ts";

export { detectFormat, FORMATS, type Format } from "./detect.ts";
export { type ImportItem, type ImportItems, type Rejection } from "./item.ts";
export { type Mapping, type MappingError, readMapping } from "./mapping.ts";
export { writeGgzyTables } from "./ggzy-export.ts";
export { reconcile, type ReconciliationLine } from "./ggzy-reconcile.ts";

export interface ImportOptions {
  readonly path: string;
  /** Absent = detected. */
  readonly format?: Format;
  /** Needed for delimited files. */
  readonly mapping?: Mapping;
  /** Zone for times without offset. Default Asia/Shanghai; a mapping names its own. */
  readonly zone?: string;
  /** Name of the source, part of the subjects of lots without process. Default "import". */
  readonly source?: string;
  /** Key of the tokens of natural persons. Default: derived from the source, so only a pseudonym. */
  readonly personKey?: string;
}

/**
 * Items of a file, an archive or a folder. A record that cannot be read is an item too; the generator
 * throws only if the path cannot be opened or an archive breaks off.
 */
export async function* openImport(options: ImportOptions): ImportItems {
  const source = options.source ?? "import";
  const context: ImportContext = {
    source,
    zone: options.zone ?? "Asia/Shanghai",
    personKey: options.personKey ?? shortHash(`mingjing person key ${source}`, 64),
  };
  try {
    const format = options.format ?? (await detectFormat(options.path));
    yield* itemsOf(options, format, context);
  } catch (error) {
    if (!(error instanceof FieldRefused)) throw error;
    const { field, code, params } = error;
    yield { line: 0, rejected: { line: 0, field, code, params } };
  }
}

async function* itemsOf(
  options: ImportOptions,
  format: Format | undefined,
  context: ImportContext,
): ImportItems {
  const { path, mapping } = options;
  switch (format) {
    case "facts":
      return yield* importFacts(openBytes(path));
    case "ocds":
      return yield* importOcds(openBytes(path), context);
    case "ggzy-notices":
      return yield* importGgzyNotices(openBytes(path), context);
    case "ggzy-tables":
      return yield* importGgzyTables(await openTables(path), context);
    case "csv":
      if (mapping === undefined) yield reject(0, "intake.mapping-needed");
      else yield* importCsvFile(path, mapping, context);
      return undefined;
    case "folder":
      return yield* folderItems(options, context);
    case undefined:
    default:
      yield reject(0, "intake.unknown-format");
      return undefined;
  }
}

/** Every file of a folder in its own format; items name the file below the folder. */
async function* folderItems({ path, mapping }: ImportOptions, context: ImportContext): ImportItems {
  for (const file of await filesIn(path)) {
    const name = relative(path, file);
    const format = await detectFormat(file);
    const options: ImportOptions = { path: file, ...(mapping === undefined ? {} : { mapping }) };
    for await (const item of itemsOf(options, format, context)) yield { file: name, ...item };
  }
}

/**
 * Table files of a folder or zip archive, or the one table file itself. Files of unknown tables are left out.
 * @throws FieldRefused `intake.zip-*`
 */
export async function openTables(path: string): Promise<readonly TableFile[]> {
  if ((await stat(path)).isDirectory()) {
    const files = await filesIn(path);
    return files.flatMap((file) => tableFile(file, relative(path, file), () => openBytes(file)));
  }
  if (tableOfFile(basename(path)) !== undefined)
    return tableFile(path, basename(path), () => openBytes(path));
  const members = await zipMembers(path);
  return members.flatMap(({ name, open }) => tableFile(name, name, open));
}

function tableFile(path: string, name: string, open: TableFile["open"]): TableFile[] {
  const table = tableOfFile(path);
  return table === undefined ? [] : [{ table, name, open }];
}
