/** The record of an opening. Nothing of the log passes the server, which cannot read it: the two keys are elsewhere. */
import type { FastifyInstance } from "fastify";

import { Opening, OpeningParams } from "../../../../contract/src/edge-log.ts";
import type { Clock } from "../clock.ts";

/** `mingjing edge-log open` calls it first; the access record and its notice follow from the route's audit. */
export function addEdgeLogRoutes(app: FastifyInstance, { clock }: { readonly clock: Clock }): void {
  app.post<{ Params: OpeningParams }>(
    "/api/admin/edge-log/:day/openings",
    {
      config: { permission: "operator", audit: { object: "edgeLog", purpose: "required" } },
      schema: { params: OpeningParams, response: { 200: Opening } },
    },
    async ({ params: { day } }) => ({ day, recordedAt: clock.now().toISOString() }),
  );
}
