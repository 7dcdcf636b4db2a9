/** The page behind a receipt code. The code comes in the body and never in an address. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { CodeView, WriterView } from "../../../../web/src/apps/portal/writer-views.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type CalendarDay, calendarFile } from "../../platform/calendar/ics.ts";
import { PUBLIC } from "../../platform/http/public-page.ts";
import { readPublicStatutes } from "../statutes/index.ts";
import { claimsIn, textOf } from "./web-form.ts";
import {
  codeIn,
  counted,
  keepParts,
  LOOKS,
  pageOf,
  quiet,
  type Sent,
  sentOf,
  type Site,
} from "./write-site.routes.ts";
import { correct, openVoice, ownDays, withdraw } from "./writer.service.ts";

/** @param scope reads forms */
export function addStatus(scope: FastifyInstance, site: Site): void {
  const { pages } = site;
  const ask = async (request: FastifyRequest, problem: CodeView["problem"]) =>
    pages.renderCode({
      page: { ...(await pageOf(site, request)), path: "/voice/status" },
      about: "status",
      problem,
    });
  const config = { config: PUBLIC, schema: { hide: true } };
  scope.get(
    "/voice/status",
    { ...config, onRequest: counted(site, LOOKS) },
    async (request, reply) => {
      quiet(reply);
      return ask(request, null);
    },
  );
  const open = (path: string, before: (code: string, sent: Sent) => Promise<WriterView["done"]>) =>
    scope.post(path, config, async (request, reply) => {
      quiet(reply);
      const { code, problem } = codeIn(site, request);
      if (problem !== null) return reply.code(429).send(await ask(request, problem));
      const done = await before(code, sentOf(request)).catch(refusedOf);
      const voice = await openVoice(site, code);
      if (voice === undefined) return ask(request, "unknown");
      const { entries } = await readPublicStatutes(site.publicDb);
      const page = { ...(await pageOf(site, request)), path: "/voice/status" };
      return pages.renderWriter({ page, code, done, voice: { ...voice, entered: entries } });
    });
  open("/voice/status", async () => null);
  open("/voice/status/withdraw", async (code, { fields }) => {
    if (textOf(fields, "sure") !== "yes") return "refused";
    await withdraw(site, code, textOf(fields, "text"));
    return "withdrawn";
  });
  open("/voice/status/correct", async (code, { fields, files }) => {
    const text = textOf(fields, "text");
    const claims = claimsIn(fields).map((claim) => claim.slice(0, 2000));
    if (text.length < 2 && files.length === 0) return "refused";
    await correct(site, code, { text, claims, keepFiles: (tx) => keepParts(tx, files) });
    return "corrected";
  });
  addCalendar(scope, site);
}

function refusedOf(error: unknown): WriterView["done"] {
  if (error instanceof RuleViolation) return "refused";
  throw error;
}

function addCalendar(scope: FastifyInstance, site: Site): void {
  scope.post(
    "/voice/status/calendar",
    { config: PUBLIC, schema: { hide: true } },
    async (request, reply) => {
      const { code, problem } = codeIn(site, request);
      const voice = problem === null ? await openVoice(site, code) : undefined;
      if (voice === undefined) return reply.redirect("/voice/status", 303);
      const page = await pageOf(site, request);
      const days = ownDays(voice).map(({ id, on }): CalendarDay => ({
        uid: `${voice.number}-${id}@mingjing`,
        stampedAt: site.clock.now(),
        on,
        summary: site.pages.writerDay(page.lang, { id, number: voice.number }),
        remindDaysBefore: 2,
      }));
      return reply
        .type("text/calendar; charset=utf-8")
        .headers({
          "cache-control": "no-store",
          "content-disposition": `attachment; filename="${voice.number}.ics"`,
        })
        .send(calendarFile({ name: voice.number, days }));
    },
  );
}
