/** Reports over HTTP: the quarterly work summary, to look at and as a file. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import { SummaryQuery, WorkSummary } from "../../../../contract/src/work-summary.ts";
import words from "../../../../locales/zh-CN/report.json" with { type: "json" };
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { docx, DOCX_TYPE } from "../../platform/docx/index.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import { isKept, readCounted } from "../complaints/index.ts";
import { countFollowUp } from "../followup/index.ts";
import { readLaw } from "../statutes/index.ts";
import { promisesOf } from "./promises.ts";
import { quarterDays } from "./quarter.ts";
import { summaryDocument } from "./work-summary-file.service.ts";
import { findCity, readLeads } from "./work-summary.store.ts";
import { workSummary } from "./work-summary.ts";

export interface ReportsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly reader: ScopedReader;
  /** Last signed state of the log; undefined: none yet. */
  findCheckpoint(): Promise<{ readonly size: number } | undefined>;
}

type Asked = FastifyRequest<{ Querystring: SummaryQuery }>;

async function summaryFor(request: Asked, deps: ReportsDeps): Promise<WorkSummary> {
  const { clock, reader } = deps;
  const actor = actorOf(request);
  const { scope } = actor;
  const { quarter } = request.query;
  const { year, from, to } = quarterDays(quarter);
  const now = clock.now();
  const today = plainDateOf(now);
  const logSize = (await deps.findCheckpoint())?.size;
  return reader.read(scope, async (tx) => {
    const law = await readLaw(tx);
    return workSummary({
      quarter,
      city: (await findCity(tx)) ?? words.someCity,
      leads: await readLeads(tx, scope, { from: `${year}-01-01`, to }),
      followUp: await countFollowUp(tx, { from, to }, { actor, now }),
      voices: await readCounted(tx, { scope, query: { from, to }, now }),
      asOf: now.toISOString(),
      logSize,
      isKept: (voice) => isKept(voice, voice.promiseOn, today),
      promises: promisesOf(law, to),
    });
  });
}

export function addReportRoutes(app: FastifyInstance, deps: ReportsDeps): void {
  const audit = { object: "system", sensitive: false } as const;
  app.get<{ Querystring: SummaryQuery }>(
    "/api/reports/work-summary",
    {
      config: { permission: "reports.read", audit },
      schema: {
        summary: "The quarterly work summary with a footnote for each number",
        querystring: SummaryQuery,
        response: { 200: WorkSummary },
      },
    },
    (request) => summaryFor(request, deps),
  );
  app.get<{ Querystring: SummaryQuery }>(
    "/api/reports/work-summary.docx",
    {
      config: { permission: "reports.read", audit },
      schema: { summary: "The same as a document", querystring: SummaryQuery },
    },
    async (request, reply) => {
      const summary = await summaryFor(request, deps);
      const { department } = actorOf(request);
      const name = encodeURIComponent(`${words.title}-${request.query.quarter}.docx`);
      return reply
        .header("content-type", DOCX_TYPE)
        .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
        .header("cache-control", "no-store")
        .send(Buffer.from(docx(summaryDocument(summary, department.name))));
    },
  );
}
