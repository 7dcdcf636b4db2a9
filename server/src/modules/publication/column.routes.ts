/** The public column: pages, feed, JSON and CSV of one selection, and the certificate of one item. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import type * as portal from "../../../../web/src/apps/portal/index.ts";
import type {
  ColumnFilter,
  ColumnKind,
  ColumnRow,
  LogStatus,
} from "../../../../web/src/apps/portal/index.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { csvText } from "../../platform/spreadsheet/index.ts";
import type { CertificateRouteDeps } from "./certificate.routes.ts";
import type { ColumnStore, Selection } from "./column.store.ts";
import { type AddPage, CONFIG, isDay, type Query } from "./page.routes.ts";

export interface ColumnDeps extends Pick<CertificateRouteDeps, "buildCertificate"> {
  readonly columns: ColumnStore;
  readonly pages: typeof portal;
  readonly clock: Clock;
  /** Newest checkpoint, null before the first. */
  readonly findLog: () => Promise<LogStatus | null>;
}

const PAGE_SIZE = 20;
const FEED_SIZE = 50;
const CSV_SIZE = 5000;
const KINDS = [
  "reply",
  "decision",
  "inspectionResult",
  "penalty",
  "courtResult",
  "policeResult",
] as const satisfies readonly ColumnKind[];
const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"];

/** What cannot be read is left out: a link that was cut still shows something. */
export function filterOf({ kind, unit, regime, q, from, to }: Query): ColumnFilter {
  const known = KINDS.find((one) => one === kind);
  return {
    ...(known === undefined ? {} : { kind: known }),
    ...(unit === undefined || unit.trim() === "" ? {} : { unit: unit.trim().slice(0, 120) }),
    ...(regime !== undefined && REGIMES.includes(regime) ? { regime } : {}),
    ...(q === undefined || q.trim() === "" ? {} : { q: q.trim().slice(0, 100) }),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  };
}

const numberOf = ({ page }: Query): number =>
  Math.min(Math.max(Math.trunc(Number(page ?? 1)) || 1, 1), 5000);

const placeOf = (number: number) => ({ offset: (number - 1) * PAGE_SIZE, limit: PAGE_SIZE });

const totalOf = (counts: Readonly<Partial<Record<ColumnKind, number>>>, kind?: ColumnKind) =>
  kind === undefined
    ? Object.values(counts).reduce((sum, count) => sum + count, 0)
    : (counts[kind] ?? 0);

export function addColumnRoutes(app: FastifyInstance, page: AddPage, deps: ColumnDeps): void {
  const { columns, pages, clock } = deps;
  const today = () => plainDateOf(clock.now());
  const selectionOf = ({ query }: FastifyRequest): Selection => ({
    filter: filterOf(query as Query),
    today: today(),
  });
  page("/column", async (known, request) => {
    const selection = selectionOf(request);
    const number = numberOf(request.query as Query);
    const counts = await columns.countKinds(selection);
    return pages.renderColumn({
      page: known,
      filter: selection.filter,
      rows: await columns.list(selection, placeOf(number)),
      paging: { number, size: PAGE_SIZE, total: totalOf(counts, selection.filter.kind) },
      counts,
      units: await columns.listUnits(selection.today),
    });
  });
  page("/column/:id", async (known, request, reply) => {
    const { id } = request.params as { id: string };
    const found = await columns.find(id, today());
    if ("item" in found)
      return pages.renderItem({ page: known, item: found.item, log: await deps.findLog() });
    reply.code(410);
    return pages.renderGone({ page: known, ...found.gone });
  });
  addFeed(app, deps, selectionOf);
  addItemsJson(app, deps, selectionOf);
  addItemsCsv(app, deps, selectionOf);
}

type SelectionOf = (request: FastifyRequest) => Selection;

function addFeed(
  app: FastifyInstance,
  { columns, pages, clock }: ColumnDeps,
  selectionOf: SelectionOf,
): void {
  app.get("/column.rss", { config: CONFIG, schema: { hide: true } }, async (request, reply) => {
    const query = request.url.split("?")[1];
    const search = query === undefined ? "" : `?${query}`;
    const feed = pages.renderColumnFeed({
      lang: (request.query as Query)["lang"] === "en" ? "en" : "zh-CN",
      origin: `${request.protocol}://${request.host}`,
      feedPath: `/column.rss${search}`,
      pagePath: `/column${search}`,
      rows: await columns.list(selectionOf(request), { offset: 0, limit: FEED_SIZE }),
      builtAt: clock.now().toISOString(),
    });
    return reply.type("application/rss+xml; charset=utf-8").send(feed);
  });
}

function addItemsJson(app: FastifyInstance, deps: ColumnDeps, selectionOf: SelectionOf): void {
  const { columns, pages, clock, buildCertificate } = deps;
  app.get("/api/public/items", { config: CONFIG }, async (request) => {
    const selection = selectionOf(request);
    const number = numberOf(request.query as Query);
    const counts = await columns.countKinds(selection);
    const rows = await columns.list(selection, placeOf(number));
    return {
      rows: rows.map((row) => publicRow(row, pages)),
      page: number,
      pageSize: PAGE_SIZE,
      total: totalOf(counts, selection.filter.kind),
    };
  });
  const getItem = async (id: string) => {
    const found = await columns.find(id, plainDateOf(clock.now()));
    if ("item" in found) return found.item;
    const { state, goneAt, publicReason } = found.gone;
    const params = { state, goneAt, publicReason: publicReason ?? "" };
    throw new RuleViolation("items.gone", params, { status: 410 });
  };
  app.get<{ Params: { id: string } }>("/api/public/items/:id", { config: CONFIG }, ({ params }) =>
    getItem(params.id),
  );
  app.get<{ Params: { id: string } }>(
    "/api/public/items/:id/certificate",
    { config: CONFIG, schema: { summary: "Certificate of a published item" } },
    async ({ params: { id } }, reply) => {
      // Of an item that is withdrawn a certificate tells just that; of one that never was there is none.
      const ocid = `publication:${id}`;
      const text = await buildCertificate({ ocid, audience: "public" }).catch(
        async (error: unknown) => {
          await getItem(id);
          throw error;
        },
      );
      return reply
        .type("application/json; charset=utf-8")
        .header("content-disposition", `attachment; filename="publication-${id}.mjcert.json"`)
        .send(text);
    },
  );
}

const publicRow = (row: ColumnRow, pages: typeof portal) => ({
  ...row,
  path: row.kind === "decision" ? pages.decisionPath(row.id) : pages.itemPath(row.id),
});

const HEADS = [
  "id",
  "kind",
  "title",
  "unit",
  "documentNo",
  "decidedOn",
  "publishedAt",
  "outcome",
  "regime",
  "expiresOn",
] as const;

function addItemsCsv(
  app: FastifyInstance,
  { columns }: ColumnDeps,
  selectionOf: SelectionOf,
): void {
  app.get(
    "/api/public/items.csv",
    { config: CONFIG, schema: { summary: "Published items as CSV, the newest 5000" } },
    async (request, reply) => {
      const rows = await columns.list(selectionOf(request), { offset: 0, limit: CSV_SIZE });
      const lines = rows.map((row) => HEADS.map((name) => row[name] ?? null));
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="items.csv"')
        .send(csvText([[...HEADS], ...lines]));
    },
  );
}
