/** For the operator: the whole log looked at again, from the facts up. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import type { Database } from "../../platform/database.ts";
import { fsckLog } from "./fsck.service.ts";

const Count = Type.Integer({ minimum: 0 });
const Finding = Type.Object({
  code: Type.String(),
  level: Count,
  index: Count,
  id: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  subject: Type.Optional(Type.String()),
});
const Found = Type.Object({
  size: Count,
  checkpoints: Count,
  findings: Type.Array(Finding),
  count: Count,
});

export function addFsckRoute(app: FastifyInstance, db: Database): void {
  app.get(
    "/api/admin/log/fsck",
    {
      config: { permission: "operator", audit: { object: "system", sensitive: false } },
      schema: {
        summary: "Facts, leaves, nodes and checkpoints of the log against each other",
        response: { 200: Found },
      },
    },
    () => fsckLog(db),
  );
}
