/** Contracting processes for officers: everything the projection knows, with the leads they may see. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { ProcessPage, ProcessQuery, ProcessView } from "../../../../contract/src/processes.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import { isPlainList, listProcesses } from "./process-list.store.ts";
import { getProcessView } from "./process.store.ts";

const Params = Type.Object({ ocid: Type.String({ maxLength: 160 }) });

export function addProcessRoutes(app: FastifyInstance, reader: ScopedReader): void {
  app.get<{ Querystring: ProcessQuery }>(
    "/api/processes",
    {
      config: { permission: "processes.read", audit: { object: "process", sensitive: false } },
      schema: { querystring: ProcessQuery, response: { 200: ProcessPage } },
    },
    (request) => {
      const { scope } = actorOf(request);
      const hasOnePlan = isPlainList(request.query);
      return reader.read(scope, (tx) => listProcesses(tx, scope, request.query), { hasOnePlan });
    },
  );
  app.get<{ Params: { ocid: string } }>(
    "/api/processes/:ocid",
    {
      config: { permission: "processes.read", audit: { object: "process", sensitive: true } },
      schema: { params: Params, response: { 200: ProcessView } },
    },
    (request) => {
      const { scope } = actorOf(request);
      return reader.read(scope, (tx) => getProcessView(tx, scope, request.params.ocid));
    },
  );
}
