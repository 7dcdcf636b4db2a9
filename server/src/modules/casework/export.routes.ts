/**
 * GET /api/leads/export and /api/processes/export: the whole list under its filters as CSV or XLSX, only rows of the
 * reader's scope, with a footer that says what the file shows.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";

import { LeadQuery } from "../../../../contract/src/leads.ts";
import { ProcessQuery } from "../../../../contract/src/processes.ts";
import { closed } from "../../../../contract/src/values.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { writeTo } from "../../platform/http/slow-reader.ts";
import type { Scope, ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import type { Module } from "../../platform/module.ts";
import { type Cell, localTime, TABLE_FILES } from "../../platform/spreadsheet/index.ts";
import {
  type ExportLanguage,
  fileWords,
  filterWords,
  type Layout,
  leadLayout,
  processLayout,
} from "./export-words.ts";
import { exportLeads, exportProcesses, MOST_ROWS } from "./export.store.ts";
import { PROCESS_READERS, READERS } from "./roles.ts";

export interface ExportDeps {
  readonly reader: ScopedReader;
  readonly clock: Clock;
  /** Checkpoint of the witness log; undefined before the first. */
  findCheckpoint(): Promise<{ readonly size: number; readonly root: string } | undefined>;
}

/** Each holds a connection of the console; the lists must stay quick beside them. */
const MOST_AT_ONCE = 2;
/** A reader that takes nothing for this long is cut off. */
const SLOW_MS = 30_000;

const Format = {
  format: Type.Optional(Type.Enum(["csv", "xlsx"] as const)),
  lang: Type.Optional(Type.Enum(["zh-CN", "en"] as const)),
};
const { cursor: _leadCursor, limit: _leadLimit, ...leadFilters } = LeadQuery.properties;
const { cursor: _cursor, limit: _limit, ...processFilters } = ProcessQuery.properties;
const LeadExport = Type.Object({ ...leadFilters, ...Format }, closed);
const ProcessExport = Type.Object({ ...processFilters, ...Format }, closed);

interface Asked {
  readonly format?: "csv" | "xlsx";
  readonly lang?: ExportLanguage;
}
type Filters = Readonly<Record<string, string | undefined>>;

interface List<Row, Query> {
  readonly path: string;
  readonly permission: string;
  readonly object: "lead" | "process";
  readonly schema: object;
  readonly layout: (language: ExportLanguage) => Layout<Row>;
  readonly rows: (tx: Tx, scope: Scope, query: Query) => AsyncGenerator<readonly Row[]>;
}

export const createExportModule = (deps: ExportDeps): Module => ({
  name: "export",
  permissions: {
    "leads.export": READERS,
    "processes.export": PROCESS_READERS,
  },
  routes: (app) => addExportRoutes(app, deps),
});

function addExportRoutes(app: FastifyInstance, deps: ExportDeps): void {
  const running = { count: 0 };
  addExport(app, deps, {
    running,
    path: "/api/leads/export",
    permission: "leads.export",
    object: "lead",
    schema: LeadExport,
    layout: leadLayout,
    rows: exportLeads,
  });
  addExport(app, deps, {
    running,
    path: "/api/processes/export",
    permission: "processes.export",
    object: "process",
    schema: ProcessExport,
    layout: processLayout,
    rows: exportProcesses,
  });
}

function addExport<Row, Query extends object>(
  app: FastifyInstance,
  deps: ExportDeps,
  { running, ...list }: List<Row, Query> & { readonly running: { count: number } },
): void {
  app.get(
    list.path,
    {
      config: {
        permission: list.permission,
        audit: { object: list.object, sensitive: true, streams: true },
      },
      schema: { summary: "The list as a file: CSV or XLSX", querystring: list.schema },
    },
    async (request, reply) => {
      if (running.count >= MOST_AT_ONCE)
        throw new RuleViolation("rate.limited", {}, { status: 429 });
      running.count += 1;
      try {
        await sendFile(deps, list, { request, reply });
      } finally {
        running.count -= 1;
      }
      return reply;
    },
  );
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The first page is read before the head is sent: what fails until then is an ordinary problem. */
async function sendFile<Row, Query extends object>(
  deps: ExportDeps,
  list: List<Row, Query>,
  { request, reply }: Exchange,
): Promise<void> {
  const { format = "xlsx", lang = "zh-CN", ...query } = request.query as Asked & Filters;
  const actor = actorOf(request);
  const layout = list.layout(lang);
  const file = TABLE_FILES[format];
  const now = deps.clock.now();
  const checkpoint = await deps.findCheckpoint();
  const name = `${layout.name}-${plainDateOf(now)}.${file.extension}`;
  const about = { actor, now, checkpoint, lang, filters: query };
  try {
    await deps.reader.read(actor.scope, async (tx) => {
      const source = list.rows(tx, actor.scope, query as unknown as Query);
      const first = await source.next();
      const raw = openReply(reply, name, file.contentType);
      const counted = { hidden: 0 };
      const table = {
        name: layout.name,
        columns: layout.columns,
        pages: cellPages(layout, rest(first, source), counted),
        footer: (rows: number) => footerOf(about, { rows, hidden: counted.hidden }),
      };
      for await (const piece of file.write(table)) await writeInTime(raw, piece);
      raw.end();
    });
  } catch (error) {
    if (!reply.sent) throw error;
    if (!reply.raw.destroyed) request.log.error({ err: error }, "export broke off");
    // Without the last chunk the reader knows that the file is not whole.
    reply.raw.destroy();
  }
}

function openReply(reply: FastifyReply, name: string, contentType: string): FastifyReply["raw"] {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": contentType,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  return raw;
}

async function writeInTime(raw: FastifyReply["raw"], piece: Uint8Array): Promise<void> {
  const timer = setTimeout(() => raw.destroy(), SLOW_MS);
  try {
    await writeTo(raw, piece);
  } finally {
    clearTimeout(timer);
  }
}

async function* rest<Row>(
  first: IteratorResult<readonly Row[]>,
  source: AsyncGenerator<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  if (first.done === true) return;
  yield first.value;
  yield* source;
}

const isHidden = (cell: Cell): boolean =>
  typeof cell === "object" && cell !== null && "hidden" in cell;

async function* cellPages<Row>(
  layout: Layout<Row>,
  pages: AsyncIterable<readonly Row[]>,
  counted: { hidden: number },
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const page of pages) {
    const cells = page.map(layout.cellsOf);
    counted.hidden += cells.flat().filter(isHidden).length;
    yield cells;
  }
}

interface About {
  readonly actor: Actor;
  readonly now: Date;
  readonly lang: ExportLanguage;
  readonly filters: Filters;
  readonly checkpoint: { readonly size: number; readonly root: string } | undefined;
}

function footerOf(
  { actor, now, lang, filters, checkpoint }: About,
  { rows, hidden }: { readonly rows: number; readonly hidden: number },
): readonly (readonly [string, string])[] {
  const words = fileWords(lang).footer;
  return [
    [words.filters, filterWords(lang, filters)],
    [words.rows, rows >= MOST_ROWS ? `${rows} ${words.cut}` : String(rows)],
    [words.hidden, String(hidden)],
    [words.by, `${actor.name}，${actor.post}，${actor.department.name}`],
    [words.at, `${localTime(now)} ${words.zone}`],
    [words.logSize, checkpoint === undefined ? words.noLog : String(checkpoint.size)],
    [words.logRoot, checkpoint?.root ?? words.noLog],
    [words.noteLabel, words.note],
  ];
}
