/** What the ferry inside stands at, and a new beginning, for the operator. */
import type { FastifyInstance } from "fastify";

import type { Database } from "../../platform/database.ts";
import { wantWhole } from "./outbound.store.ts";
import { readStatus } from "./package.store.ts";
import { listTaken } from "./taken.store.ts";

export function addFerryRoutes(app: FastifyInstance, db: Database): void {
  const config = { permission: "operator" };
  app.get(
    "/api/admin/ferry",
    {
      config: { ...config, audit: { sensitive: false } },
      schema: { summary: "How far the packages have come, and the key to pin at the other side" },
    },
    async () => ({ out: await readStatus(db), in: await listTaken(db) }),
  );
  app.post(
    "/api/admin/ferry/start-over",
    { config, schema: { summary: "The next packages are a whole new state" } },
    async (_request, reply) => {
      await wantWhole(db);
      return reply.code(202).send({ isWholeDue: true });
    },
  );
}
