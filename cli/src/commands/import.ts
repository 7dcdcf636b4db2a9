/**
 * `mingjing import`: any supported file into the running server, streamed with bounded memory. Records
 * that no importer understands are printed with line, field and reason; the good ones go on.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";

import {
  detectFormat,
  type Format,
  FORMATS,
  type ImportItem,
  type Mapping,
  openImport,
  readMapping,
  type Rejection,
} from "../../../server/src/modules/intake/formats/index.ts";
import { request } from "../server.ts";
import type { ServerWorld } from "./rebuild.ts";

export const IMPORT_USAGE =
  "mingjing import [--format auto|facts|ocds|csv|ggzy-notices|ggzy-tables] [--map mapping.json] [--source NAME] [--json] [--strict] FILE…";

interface Summary {
  lines: number;
  accepted: number;
  duplicate: number;
  quarantined: number;
  seconds: number;
}

interface Arguments {
  readonly format: Format | undefined;
  readonly map: string | undefined;
  readonly source: string;
  readonly json: boolean;
  readonly strict: boolean;
  readonly files: readonly string[];
}

function parse(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      format: { type: "string", default: "auto" },
      map: { type: "string" },
      source: { type: "string", default: "import" },
      json: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const format = FORMATS.find((known) => known === values.format);
  if (positionals.length === 0 || (format === undefined && values.format !== "auto"))
    return undefined;
  return { ...values, map: values.map, format, files: positionals };
}

export async function runImport(args: readonly string[], world: ServerWorld): Promise<number> {
  const options = parse(args);
  if (options === undefined) {
    world.printError(IMPORT_USAGE);
    return 2;
  }
  const mapping = options.map === undefined ? undefined : await loadMapping(options.map, world);
  if (mapping === "refused") return 2;
  await ensureSource(options.source, world);
  const total: Summary = { lines: 0, accepted: 0, duplicate: 0, quarantined: 0, seconds: 0 };
  for (const path of options.files) {
    const summary = await importFile({ path, options, mapping }, world);
    for (const key of ["lines", "accepted", "duplicate", "quarantined", "seconds"] as const) {
      total[key] += summary[key];
    }
  }
  total.seconds = Math.round(total.seconds * 1000) / 1000;
  const { lines, accepted, duplicate, quarantined, seconds } = total;
  world.print(
    options.json
      ? JSON.stringify(total)
      : `${lines} records: ${accepted} accepted, ${duplicate} known already, ${quarantined} quarantined; ${seconds} s`,
  );
  return options.strict && quarantined > 0 ? 1 : 0;
}

async function loadMapping(
  path: string,
  { printError }: ServerWorld,
): Promise<Mapping | "refused"> {
  const result = readMapping(JSON.parse(await readFile(path, "utf8")));
  if ("mapping" in result) return result.mapping;
  for (const error of result.errors) printError(`${path}: ${JSON.stringify(error)}`);
  return "refused";
}

async function ensureSource(name: string, { config }: ServerWorld): Promise<void> {
  await request(config, "/api/intake/sources", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, title: name }),
  });
}

interface FileImport {
  readonly path: string;
  readonly options: Arguments;
  readonly mapping: Mapping | undefined;
}

async function importFile(
  { path, options, mapping }: FileImport,
  world: ServerWorld,
): Promise<Summary> {
  const begin = performance.now();
  const counts = { records: 0, refused: 0 };
  const items = openImport({
    path,
    source: options.source,
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(mapping === undefined ? {} : { mapping }),
  });
  const refusals = createRefusals(options.source, world);
  const isFacts = (options.format ?? (await detectFormat(path))) === "facts";
  const lines = linesOf(items, { counts, world, path, refusals, isFacts });
  const body = Readable.from(lines, { objectMode: false });
  const response = await request(world.config, `/api/intake/batches?source=${options.source}`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", accept: "application/x-ndjson" },
    // Counted in bytes: by default a web stream takes thousands of pieces, whatever their size.
    body: Readable.toWeb(body, {
      strategy: new ByteLengthQueuingStrategy({ highWaterMark: PIECE_CHARACTERS }),
    }),
    duplex: "half",
  });
  const summary = await readReceipts(response, { world, path });
  return {
    lines: counts.records,
    accepted: summary.accepted,
    duplicate: summary.duplicate,
    quarantined: summary.quarantined + counts.refused,
    seconds: (performance.now() - begin) / 1000,
  };
}

const PIECE_CHARACTERS = 64 * 1024;

interface Sending {
  readonly counts: { records: number; refused: number };
  readonly world: ServerWorld;
  readonly path: string;
  readonly refusals: Refusals;
  /** One line of the file is one line of the batch. */
  readonly isFacts: boolean;
}

async function* linesOf(
  items: AsyncIterable<ImportItem>,
  { counts, world, path, refusals, isFacts }: Sending,
): AsyncGenerator<Buffer> {
  let text = "";
  let line = 0;
  for await (const item of items) {
    counts.records += item.records ?? 1;
    if ("rejected" in item) {
      counts.refused += item.records ?? 1;
      const { field, code, params } = item.rejected;
      const place = `${item.file ?? basename(path)}:${item.rejected.line}`;
      world.printError(`${place} ${field} ${code} ${JSON.stringify(params)}`);
      await refusals.add(item.rejected, place);
      continue;
    }
    // Empty lines stand for those left out, so that the server's line is the line of the file.
    if (isFacts) text += "\n".repeat(item.line - line - 1);
    line = item.line;
    for (const fact of item.facts) text += `${JSON.stringify(fact)}\n`;
    if (text.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
  await refusals.flush();
}

interface Refusals {
  /** `place` stands for a record that is not one text. */
  add(rejection: Rejection, place: string): Promise<void>;
  flush(): Promise<void>;
}

const REFUSALS_AT_ONCE = 200;
const TEXT_CHARACTERS = 4000;

/** Records that no importer understood go into the quarantine of the server too. */
function createRefusals(source: string, { config }: ServerWorld): Refusals {
  const waiting: (Rejection & { readonly text: string })[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    await request(config, `/api/intake/refusals?source=${source}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(waiting.splice(0)),
    });
  };
  return {
    async add({ field, text, ...rest }, place) {
      const kept = (text ?? place).slice(0, TEXT_CHARACTERS);
      waiting.push({ ...rest, field: field === "" ? "line" : field.slice(0, 400), text: kept });
      if (waiting.length >= REFUSALS_AT_ONCE) await flush();
    },
    flush,
  };
}

/** Receipts are counted as they come, never collected. @throws Error when the batch broke off */
async function readReceipts(
  response: Response,
  { world, path }: { world: ServerWorld; path: string },
): Promise<Summary> {
  const stream = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  let received = 0;
  for await (const line of createInterface({ input: stream })) {
    const receipt = JSON.parse(line) as { status?: string; summary?: Summary } & Record<
      string,
      unknown
    >;
    if (receipt.summary !== undefined) return receipt.summary;
    received += 1;
    if (receipt.status === "quarantined") {
      const { line: number, field, code, params } = receipt;
      world.printError(
        `${basename(path)}: fact ${String(number)} ${String(field)} ${String(code)} ${JSON.stringify(params)}`,
      );
    }
    if (received % 50_000 === 0)
      world.printError(`${basename(path)}: ${received} facts receipted …`);
  }
  throw new Error(
    `${path}: the server broke off after ${received} receipts; run the same command again`,
  );
}
