/** The public pages and the public JSON beside them. Everything is read from schema `released`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type {
  LogWitnessesView,
  LogAnchor,
  Page,
  ProcessView,
  ProjectFilter,
  SealedLog,
} from "../../../../web/src/apps/portal/views.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { pageFor, type PublicSite } from "../../platform/http/public-page.ts";
import { addAnswersPage } from "./answers.routes.ts";
import { addBoardRoute } from "./board.routes.ts";
import { addColumnRoutes, type ColumnDeps } from "./column.routes.ts";
import { addHallRoutes, type HallDeps } from "./hall.routes.ts";
import { type AddPage, CONFIG, isDay, type Query } from "./page.routes.ts";
import type { PublicStore } from "./public.store.ts";

export interface PortalDeps extends ColumnDeps, Omit<HallDeps, "pages">, PublicSite {
  readonly store: PublicStore;
  /** Who cosigns the log outside; undefined where nobody is asked to. */
  readonly findWitnesses: () => Promise<LogWitnessesView | undefined>;
  /** Address of the demo city's mirror; absent: there is none. */
  readonly findMirror?: (() => string | undefined) | undefined;
  /** What can be brought forward about a process today. */
  findVoices(process: Pick<ProcessView, "process" | "lots">): Promise<ProcessView["voices"]>;
  /** The newest anchors of the log. */
  listAnchors(): Promise<readonly LogAnchor[]>;
  /** Logs that were sealed, oldest first. */
  listSealedLogs(): Promise<readonly SealedLog[]>;
}

const HTML = "text/html; charset=utf-8";
const HIDDEN = { hide: true } as const;
const PAGE_SIZE = 20;
const DAY_MS = 86_400_000;

export function addPortalRoutes(app: FastifyInstance, deps: PortalDeps): void {
  const { pages } = deps;
  const pageOf = (request: FastifyRequest, reply: FastifyReply): Promise<Page> =>
    pageFor(deps, request, reply);
  const page: AddPage = (path, render) =>
    app.get(path, { config: CONFIG, schema: HIDDEN }, async (request, reply) => {
      const known = await pageOf(request, reply);
      reply.type(HTML).header("cache-control", "no-cache");
      try {
        return await render(known, request, reply);
      } catch (error) {
        if (error instanceof RuleViolation && error.status === 404) {
          return reply.code(404).send(pages.renderNotFound({ page: known }));
        }
        request.log.error({ err: error }, "page failed");
        return reply.code(500).send(pages.renderError({ page: known, requestId: request.id }));
      }
    });
  addReadingPages(page, deps);
  addColumnRoutes(app, page, deps);
  addHallRoutes(app, page, deps);
  addBoardRoute(page, deps);
  page("/verify", async (known, request) => {
    const { ocid } = request.query as Query;
    const log = await deps.findLog();
    if (ocid === undefined) return pages.renderVerify({ page: known, log });
    return pages.renderVerify({ page: known, log, certificate: await certificateOf(ocid, deps) });
  });
  addLogPage(page, deps);
  page("/about", async (known) => pages.renderAbout({ page: known, log: await deps.findLog() }));
  page("/self-check", async (known) =>
    pages.renderSelfCheck({ page: known, log: await deps.findLog() }),
  );
  addPublicJson(app, deps);
  app.get("/*", { config: CONFIG, schema: HIDDEN }, async (request, reply) => {
    if (!wantsPage(request)) return reply.callNotFound();
    const known = await pageOf(request, reply);
    return reply
      .code(404)
      .type(HTML)
      .send(pages.renderNotFound({ page: known }));
  });
}

function addLogPage(page: AddPage, deps: PortalDeps): void {
  page("/log", async (known) =>
    deps.pages.renderLog({
      page: known,
      log: await deps.findLog(),
      witnesses: await deps.findWitnesses(),
      anchors: await deps.listAnchors(),
      mirrorUrl: deps.findMirror?.(),
      sealed: await deps.listSealedLogs(),
      checkpointUrl: "/log/checkpoint",
    }),
  );
}

/** The certificate to offer: of a process, or of an item of the column. */
async function certificateOf(ocid: string, { store, columns, clock }: PortalDeps) {
  const item = /^publication:(.+)$/.exec(ocid)?.[1];
  if (item === undefined) {
    const { process } = await store.getProcess(ocid);
    return { ocid, title: process.title, url: `/api/public/processes/${ocid}/certificate` };
  }
  const found = await columns.find(item, plainDateOf(clock.now()));
  if ("gone" in found) throw new RuleViolation("items.not-found", { id: item });
  return { ocid, title: found.item.title, url: `/api/public/items/${item}/certificate` };
}

/** A reader with a browser at an address that leads nowhere, as against a program. */
const wantsPage = ({ headers, url }: FastifyRequest): boolean =>
  (headers.accept ?? "").includes("text/html") && !url.startsWith("/api/");

function addReadingPages(page: AddPage, deps: PortalDeps): void {
  addAnswersPage(page, deps);
  const { store, pages, clock } = deps;
  page("/", async (known) => {
    const now = clock.now();
    const day = plainDateOf(now);
    const from = new Date(`${day}T00:00:00+08:00`);
    const openings = await store.listOpenings(from, new Date(from.getTime() + DAY_MS));
    return pages.renderHome({
      page: known,
      counts: await store.countAll(),
      openings: { day, total: openings.length, rows: openings.slice(0, 8) },
      results: await store.listResults(8),
      decisions: await store.listDecisions({ offset: 0, limit: 5 }),
      log: await deps.findLog(),
    });
  });
  page("/projects", async (known, request) => {
    const { filter, number } = filterOf(request);
    const { rows, total } = await store.listProjects(filter, pagingOf(number));
    return pages.renderProjects({
      page: known,
      filter,
      rows,
      paging: { number, size: PAGE_SIZE, total },
    });
  });
  page("/process/:ocid", async (known, request) => {
    const { ocid } = request.params as { ocid: string };
    const { provable, ...view } = await store.getProcess(ocid);
    const certificate =
      provable === 0 ? null : { url: `/api/public/processes/${ocid}/certificate`, facts: provable };
    return pages.renderProcess({
      page: known,
      ...view,
      voices: await deps.findVoices(view),
      certificate,
      log: await deps.findLog(),
    });
  });
  page("/decisions", async (known, request) => {
    const { number } = filterOf(request);
    const { decisions } = await store.countAll();
    const rows = await store.listDecisions(pagingOf(number));
    return pages.renderDecisions({
      page: known,
      rows,
      paging: { number, size: PAGE_SIZE, total: decisions },
    });
  });
  page("/decisions/:id", async (known, request) => {
    const { id } = request.params as { id: string };
    return pages.renderDecision({ page: known, decision: await store.getDecision(id) });
  });
}

const pagingOf = (number: number) => ({ offset: (number - 1) * PAGE_SIZE, limit: PAGE_SIZE });

const STATES = ["announced", "opened", "evaluated", "awarded", "contracted", "failed", "result"];
const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"];

function filterOf(request: FastifyRequest): { filter: ProjectFilter; number: number } {
  const { q, state, regime, opening, page } = request.query as Query;
  const number = Math.min(Math.max(Math.trunc(Number(page ?? 1)) || 1, 1), 5000);
  const filter = {
    ...(q === undefined || q.trim() === "" ? {} : { q: q.trim().slice(0, 100) }),
    ...(state !== undefined && STATES.includes(state) ? { state } : {}),
    ...(regime !== undefined && REGIMES.includes(regime) ? { regime } : {}),
    ...(isDay(opening) ? { opening } : {}),
  };
  return { filter: filter as ProjectFilter, number };
}

function addPublicJson(app: FastifyInstance, { store }: PortalDeps): void {
  app.get("/api/public/processes", { config: CONFIG }, async (request) => {
    const { filter, number } = filterOf(request);
    const { rows, total } = await store.listProjects(filter, pagingOf(number));
    return { rows, page: number, pageSize: PAGE_SIZE, total };
  });
  app.get<{ Params: { ocid: string } }>(
    "/api/public/processes/:ocid",
    { config: CONFIG },
    async (request) => {
      const { provable: _provable, ...view } = await store.getProcess(request.params.ocid);
      return view;
    },
  );
}
