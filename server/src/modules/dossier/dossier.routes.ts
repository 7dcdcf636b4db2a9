/** Dossiers over HTTP: scope by jurisdiction, every look on record, every copy a fact. */
import { createReadStream } from "node:fs";

import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  DossierHead,
  ExportDossier,
  FactDetails,
  TimelinePage,
  TimelineQuery,
} from "../../../../contract/src/dossier.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { type DossierDeps, viewFact, viewHead, viewTimeline } from "./dossier.service.ts";
import { exportDossier } from "./export.service.ts";

const AUDIT = { object: "process", sensitive: true } as const;
const READ = { permission: "dossier.read", audit: AUDIT } as const;
const Ocid = Type.Object({ ocid: Type.String({ minLength: 3, maxLength: 140 }) });
const OneFact = Type.Object({
  ocid: Type.String({ minLength: 3, maxLength: 140 }),
  id: Type.String({ format: "uuid" }),
});
const Lang = Type.Object({ lang: TimelineQuery.properties.lang });
type ByOcid = { Params: { ocid: string } };

/** Each writes a file and holds a connection now and then. */
const MOST_AT_ONCE = 2;

export function addDossierRoutes(app: FastifyInstance, deps: DossierDeps): void {
  app.get<ByOcid>(
    "/api/dossier/projects/:ocid",
    {
      config: READ,
      schema: {
        summary: "Dossier of a project",
        params: Ocid,
        response: { 200: DossierHead },
      },
    },
    async (request) => {
      const head = await viewHead(deps, actorOf(request), request.params.ocid);
      return { ...head, mayExport: true };
    },
  );
  app.get<ByOcid & { Querystring: TimelineQuery }>(
    "/api/dossier/projects/:ocid/timeline",
    {
      config: READ,
      schema: {
        summary: "A page of the timeline, oldest first",
        params: Ocid,
        querystring: TimelineQuery,
        response: { 200: TimelinePage },
      },
    },
    (request) =>
      viewTimeline(deps, actorOf(request), {
        ocid: request.params.ocid,
        query: request.query,
      }),
  );
  app.get<{ Params: { ocid: string; id: string }; Querystring: { lang?: "zh-CN" | "en" } }>(
    "/api/dossier/projects/:ocid/facts/:id",
    {
      config: READ,
      schema: {
        summary: "One fact in words, with its proof",
        params: OneFact,
        querystring: Lang,
        response: { 200: FactDetails },
      },
    },
    (request) => {
      const { ocid, id } = request.params;
      return viewFact(deps, actorOf(request), { ocid, id, lang: request.query.lang ?? "zh-CN" });
    },
  );
  addExport(app, deps);
}

function addExport(app: FastifyInstance, deps: DossierDeps): void {
  const running = { count: 0 };
  app.post<ByOcid & { Body: ExportDossier }>(
    "/api/dossier/projects/:ocid/export",
    {
      config: { permission: "dossier.export", audit: AUDIT },
      schema: { summary: "The dossier as a ZIP", params: Ocid, body: ExportDossier },
    },
    async (request, reply) => {
      if (running.count >= MOST_AT_ONCE)
        throw new RuleViolation("rate.limited", {}, { status: 429 });
      running.count += 1;
      try {
        request.audited.purpose ??= request.body.purpose;
        const copy = await exportDossier(deps, actorOf(request), {
          ocid: request.params.ocid,
          body: request.body,
        });
        const file = createReadStream(copy.path);
        file.once("close", () => void copy.remove());
        return await reply
          .type("application/zip")
          .header("content-length", copy.bytes)
          .header("content-disposition", `attachment; filename="${copy.dossier}.zip"`)
          .header("x-mingjing-sha256", copy.sha256)
          .header("cache-control", "no-store")
          .send(file);
      } finally {
        running.count -= 1;
      }
    },
  );
}
