/** Orphan maps over HTTP: both lists, and who mends each. */
import type { FastifyInstance } from "fastify";

import {
  AssignOrphan,
  DutyUnits,
  OrphanMaps,
  OrphanQuery,
} from "../../../../contract/src/duties.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { assignOrphan, type OrphanDeps, orphanMaps } from "./orphans.service.ts";
import { readStaff } from "./seers.store.ts";

const USUAL_DAYS = 90;

export function addOrphanRoutes(app: FastifyInstance, deps: OrphanDeps): void {
  const config = {
    permission: "duties.orphans",
    audit: { object: "duty", sensitive: false },
  } as const;
  app.get<{ Querystring: { days?: number } }>(
    "/api/duties/orphans",
    { config, schema: { querystring: OrphanQuery, response: { 200: OrphanMaps } } },
    (request) => orphanMaps(deps, actorOf(request).scope, request.query.days ?? USUAL_DAYS),
  );
  app.get("/api/duties/units", { config, schema: { response: { 200: DutyUnits } } }, async () => {
    const { units } = await readStaff(deps.db, plainDateOf(deps.clock.now()));
    return { rows: [...units.values()] };
  });
  app.post<{ Body: AssignOrphan }>(
    "/api/duties/orphans",
    {
      config: { permission: "duties.assign" },
      schema: { body: AssignOrphan, response: { 200: OrphanMaps } },
    },
    async (request) => {
      const actor = actorOf(request);
      await assignOrphan(deps, request.body, actor);
      return orphanMaps(deps, actor.scope, USUAL_DAYS);
    },
  );
}
