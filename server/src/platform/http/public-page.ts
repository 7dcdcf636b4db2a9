/** A page of the portal: language and display of the reader, errors as pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";

/** What every page knows of the request, beside language and display. */
export interface PageBase {
  /** Path without query. */
  readonly path: string;
  readonly serverTime: string;
  /** True when all data is fictional. */
  readonly demo: boolean;
  /** Newest instant that the released data reflects; null while there is none. */
  readonly dataAsOf: string | null;
}

interface Choices {
  /** Choices of the reader to be kept. */
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}

export type PageOf<Display extends Choices> = Omit<Display, "cookies"> & PageBase;

/** What the portal's pages give; handed over by the composition root. */
export interface PageKit<Display extends Choices> {
  displayOf(query: PageQuery, cookies: PageQuery): Display;
  renderNotFound(view: { readonly page: PageOf<Display> }): string;
  renderWaiting(view: { readonly page: PageOf<Display> }): string;
  renderError(view: { readonly page: PageOf<Display>; readonly requestId: string }): string;
}

export interface PublicSite {
  /** Login that sees schema `released` only. */
  readonly publicDb: Database;
  readonly clock: Clock;
  readonly isDemo: () => boolean;
}

export type PageQuery = Readonly<Record<string, string | undefined>>;

export const PUBLIC = { permission: "public" } as const;
const HTML = "text/html; charset=utf-8";
const COOKIE = { path: "/", sameSite: "lax", httpOnly: true, maxAge: 31_536_000 } as const;

/** @param render May throw a RuleViolation of status 404: then the page "not found" is shown. */
export function addPublicPage<Display extends Choices>(
  app: FastifyInstance,
  deps: PublicSite & { readonly pages: PageKit<Display> },
  [path, render]: readonly [string, (page: PageOf<Display>, query: PageQuery) => Promise<string>],
): void {
  const { pages } = deps;
  app.get(path, { config: PUBLIC, schema: { hide: true } }, async (request, reply) => {
    const known = await pageFor(deps, request, reply);
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

/** How long a browser waits before it asks again, in seconds. */
const AGAIN_SECONDS = 5;

/** Whether a person waits at a browser: programs ask for what they want. */
export const isBrowser = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes("text/html") === true;

/** Answers 503 with a page that asks for the same address again by itself. */
export async function sendWaiting<Display extends Choices>(
  deps: PublicSite & { readonly pages: PageKit<Display> },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const page = await pageFor(deps, request, reply);
  return reply
    .code(503)
    .type(HTML)
    .headers({ "cache-control": "no-store", "retry-after": AGAIN_SECONDS, refresh: AGAIN_SECONDS })
    .send(deps.pages.renderWaiting({ page }));
}

/** What every page knows of a request; keeps the reader's choices in cookies. */
export async function pageFor<Display extends Choices>(
  { pages, clock, isDemo, publicDb }: PublicSite & { readonly pages: PageKit<Display> },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PageOf<Display>> {
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
export async function findDataAsOf(db: Database): Promise<string | null> {
  const { rows } = await sql<{ at: Date }>`
    SELECT signed_at AS at FROM released.log_checkpoint ORDER BY size DESC LIMIT 1`.execute(db);
  return rows[0]?.at.toISOString() ?? null;
}
