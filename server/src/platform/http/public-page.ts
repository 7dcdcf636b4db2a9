/** A page of the portal: language and display of the reader, errors as pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sql } from "kysely";

import type * as portal from "../../../../web/src/apps/portal/index.ts";
import type { Page } from "../../../../web/src/apps/portal/views.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";

export interface PublicPageDeps {
  /** Login that sees schema `released` only. */
  readonly publicDb: Database;
  readonly pages: typeof portal;
  readonly clock: Clock;
  readonly isDemo: () => boolean;
}

export type PageQuery = Readonly<Record<string, string | undefined>>;

export const PUBLIC = { permission: "public" } as const;
const HTML = "text/html; charset=utf-8";
const COOKIE = { path: "/", sameSite: "lax", httpOnly: true, maxAge: 31_536_000 } as const;

/** @param render May throw a RuleViolation of status 404: then the page "not found" is shown. */
export function addPublicPage(
  app: FastifyInstance,
  deps: PublicPageDeps,
  [path, render]: readonly [string, (page: Page, query: PageQuery) => Promise<string>],
): void {
  const { pages } = deps;
  app.get(path, { config: PUBLIC, schema: { hide: true } }, async (request, reply) => {
    const known = await pageOf(deps, request, reply);
    reply.type(HTML).header("cache-control", "no-cache");
    try {
      return await render(known, request.query as PageQuery);
    } catch (error) {
      if (error instanceof RuleViolation && error.status === 404)
        return reply.code(404).send(pages.renderNotFound({ page: known }));
      request.log.error({ err: error }, "page failed");
      return reply.code(500).send(pages.renderError({ page: known, requestId: request.id }));
    }
  });
}

async function pageOf(
  { pages, clock, isDemo, publicDb }: PublicPageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Page> {
  const { cookies, ...display } = pages.displayOf(request.query as PageQuery, request.cookies);
  for (const { name, value } of cookies) reply.setCookie(name, value, COOKIE);
  return {
    ...display,
    path: request.url.split("?")[0] ?? "/",
    serverTime: clock.now().toISOString(),
    demo: isDemo(),
    dataAsOf: await findDataAsOf(publicDb),
  };
}

/** Newest signature of the log; null before the first. */
async function findDataAsOf(db: Database): Promise<string | null> {
  const { rows } = await sql<{ at: Date }>`
    SELECT signed_at AS at FROM released.log_checkpoint ORDER BY size DESC LIMIT 1`.execute(db);
  return rows[0]?.at.toISOString() ?? null;
}
