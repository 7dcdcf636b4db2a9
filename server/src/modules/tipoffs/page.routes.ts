/** The page of writers: no cookie, nothing kept by the browser, a way out that leaves no trace in it. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import type * as portal from "../../../../web/src/apps/portal/index.ts";
import type { PageQuery, PublicSite } from "../../platform/http/public-page.ts";
import { listSummaries } from "./public.store.ts";

export interface TipoffPageDeps extends PublicSite {
  readonly pages: typeof portal;
}

const config = { permission: "public", anonymous: true } as const;
const HTML = "text/html; charset=utf-8";

export function addTipoffPages(app: FastifyInstance, deps: TipoffPageDeps): void {
  const { pages, clock, isDemo, publicDb } = deps;
  /** As `addPublicPage`, but a choice of language or display sets no cookie and holds for this answer. */
  const pageOf = ({ query, cookies, routeOptions }: FastifyRequest) => {
    const { cookies: _choices, ...display } = pages.displayOf(query as PageQuery, cookies);
    const path = routeOptions.url ?? "/tipoff";
    return {
      ...display,
      path,
      serverTime: clock.now().toISOString(),
      demo: isDemo(),
      dataAsOf: null,
    };
  };
  app.get("/tipoff", { config, schema: { hide: true } }, async (request, reply) => {
    reply.type(HTML).headers({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    return pages.renderTipoff({ page: pageOf(request) });
  });
  app.get("/tipoff/results", { config, schema: { hide: true } }, async (request, reply) => {
    reply.type(HTML).headers({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    const rows = await listSummaries(publicDb);
    return pages.renderTipoffResults({ page: pageOf(request), rows });
  });
  app.get("/tipoff/exit", { config, schema: { hide: true } }, async (_request, reply) => {
    reply.headers({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "clear-site-data": '"cache", "cookies", "storage"',
    });
    return reply.redirect("/", 303);
  });
}
