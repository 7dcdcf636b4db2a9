/** Targeted retrieval over HTTP: asked for with a purpose, opened while it is allowed. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  AskRetrieval,
  RetrievalList,
  RetrievalResult,
  RetrievalView,
} from "../../../../contract/src/dossier.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { askRetrieval, openRetrieval, type RetrievalDeps, viewOf } from "./retrieval.service.ts";
import { listRetrievals } from "./retrieval.store.ts";

const AUDIT = { object: "retrieval", sensitive: true } as const;
const CONFIG = { permission: "dossier.retrieve", audit: AUDIT } as const;
const Id = Type.Object({ id: Type.String({ maxLength: 60 }) });

export function addRetrievalRoutes(app: FastifyInstance, deps: RetrievalDeps): void {
  app.get(
    "/api/dossier/retrievals",
    {
      config: CONFIG,
      schema: { summary: "Retrievals one asked for", response: { 200: RetrievalList } },
    },
    async (request) => {
      const now = deps.clock.now();
      const rows = await listRetrievals(deps.db, actorOf(request).account);
      return { rows: rows.map((row) => viewOf(row, now)), mayAsk: true };
    },
  );
  app.post<{ Body: AskRetrieval }>(
    "/api/dossier/retrievals",
    {
      config: CONFIG,
      schema: {
        summary: "Asks for the witness data of a firm, a person or a device",
        body: AskRetrieval,
        response: { 200: RetrievalView },
      },
    },
    (request) => {
      request.audited.purpose ??= request.body.purpose;
      return askRetrieval(deps, actorOf(request), request.body);
    },
  );
  app.get<{ Params: { id: string } }>(
    "/api/dossier/retrievals/:id/result",
    {
      config: CONFIG,
      schema: {
        summary: "What a retrieval found",
        params: Id,
        response: { 200: RetrievalResult },
      },
    },
    async (request) => {
      const result = await openRetrieval(deps, actorOf(request), request.params.id);
      request.audited.purpose ??= result.retrieval.purpose;
      return result;
    },
  );
}
