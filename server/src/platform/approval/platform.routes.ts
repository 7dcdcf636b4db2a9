/** Asking for the dangerous acts on the platform itself. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";

import { Pending, PlainRequest } from "../../../../contract/src/approval.ts";
import { actorOf } from "../http/permission.ts";
import type { Approvals } from "./approval.service.ts";

const Params = Type.Object({ id: Type.String({ maxLength: 60 }) });

export interface PlatformRouteDeps {
  readonly approvals: Approvals;
  /** Streams a whole backup. */
  readonly sendBackup: (request: FastifyRequest, reply: FastifyReply) => FastifyReply;
}

export function addPlatformRoutes(
  app: FastifyInstance,
  { approvals, sendBackup }: PlatformRouteDeps,
): void {
  const ask = (path: string, act: string) =>
    app.post<{ Body: { reason: string } }>(
      path,
      {
        config: { permission: "platform.request", audit: { object: "approval" } },
        schema: { body: PlainRequest, response: { 202: Pending } },
      },
      async (request, reply) => {
        const { reason } = request.body;
        const approval = await approvals.request(actorOf(request), { act, params: {}, reason });
        return reply.code(202).send({ approval });
      },
    );
  ask("/api/platform/rebuild", "platform.rebuild");
  ask("/api/platform/backup", "platform.download-backup");

  app.post<{ Params: { id: string } }>(
    "/api/approvals/:id/backup",
    {
      config: { permission: "platform.request", audit: { object: "approval" } },
      schema: { params: Params },
    },
    async (request, reply) => {
      const act = "platform.download-backup";
      await approvals.collect(actorOf(request), request.params.id, act);
      return sendBackup(request, reply);
    },
  );
}
