/** What form and writer's page share: who asks, how often, and what a browser sent. */
import type { FastifyReply, FastifyRequest } from "fastify";

import type { VoiceFile } from "../../../../contract/src/voice-values.ts";
import type * as portal from "../../../../web/src/apps/portal/index.ts";
import type { Page } from "../../../../web/src/apps/portal/views.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { FilePart } from "../../platform/http/multipart.ts";
import { findDataAsOf, type PageQuery, type PublicSite } from "../../platform/http/public-page.ts";
import type { Allowance, Quota } from "../../platform/http/quota.ts";
import { keepFile } from "./files.service.ts";
import { type FormFields, textOf } from "./web-form.ts";
import type { WriterDeps } from "./writer.service.ts";

export interface WriteDeps extends WriterDeps, PublicSite {
  readonly pages: typeof portal;
  /** Key of form tokens and of the tokens of persons. */
  readonly secret: () => Promise<string>;
}

export interface Site extends WriteDeps {
  readonly quota: Quota;
}

/** Per client: an office or a telephone network may share one address. */
export const LOOKS: Allowance = { kind: "look", most: 120, seconds: 60 };
export const POSTS: Allowance = { kind: "post", most: 60, seconds: 3600 };
export const WORKED: Allowance = { kind: "worked", most: 20, seconds: 3600 };
/** A browser without scripts does no work, and waits instead. */
export const UNWORKED: Allowance = { kind: "unworked", most: 5, seconds: 3600 };
export const CODES: Allowance = { kind: "code", most: 30, seconds: 600 };

const HTML = "text/html; charset=utf-8";

export interface Sent {
  readonly fields: FormFields;
  readonly files: readonly FilePart[];
}

export const sentOf = ({ body }: FastifyRequest): Sent =>
  (body as Sent | null) ?? { fields: {}, files: [] };

export async function pageOf(
  { pages, clock, isDemo, publicDb }: Site,
  request: FastifyRequest,
): Promise<Page> {
  const { cookies: _choices, ...display } = pages.displayOf(
    request.query as PageQuery,
    request.cookies,
  );
  return {
    ...display,
    path: request.routeOptions.url ?? "/voice/write",
    serverTime: clock.now().toISOString(),
    demo: isDemo(),
    dataAsOf: await findDataAsOf(publicDb),
  };
}

export const quiet = (reply: FastifyReply): FastifyReply =>
  reply.type(HTML).headers({ "cache-control": "no-store", "referrer-policy": "same-origin" });

export const counted =
  ({ quota, clock }: Site, allowance: Allowance) =>
  async ({ ip }: FastifyRequest): Promise<void> =>
    quota.take(ip, allowance, clock.now().getTime());

export async function keepParts(tx: Parameters<typeof keepFile>[0], parts: readonly FilePart[]) {
  const kept: VoiceFile[] = [];
  for (const { name, content } of parts.slice(0, 20)) {
    // Browsers of old send the whole path.
    const own = name.split(/[/\\]/).at(-1)?.slice(-200) || "file";
    kept.push({ ...(await keepFile(tx, { name: own, content })), name: own });
  }
  return kept;
}

/** Every attempt counts, right or wrong, so that the count tells nothing. */
export function codeIn(site: Site, request: FastifyRequest) {
  const code = textOf(sentOf(request).fields, "code");
  try {
    site.quota.take(request.ip, CODES, site.clock.now().getTime());
    return { code, problem: null };
  } catch (error) {
    if (error instanceof RuleViolation) return { code, problem: "slow" as const };
    throw error;
  }
}

export const today = ({ clock }: Site): string => plainDateOf(clock.now());
