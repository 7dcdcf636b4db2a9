/** Home, saved views and public bodies over HTTP. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  HomeView,
  MOST_VIEWS,
  SavedViews,
  SaveView,
  UnitList,
} from "../../../../contract/src/workbench.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { nextUuid } from "../../platform/facts/uuid.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { type HomeDeps, readHome } from "./home.service.ts";
import { listPublicBodies } from "./unit.store.ts";
import { addView, countViews, listViews, removeView } from "./view.store.ts";

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });

export function addWorkbenchRoutes(app: FastifyInstance, deps: HomeDeps): void {
  const { db, reader, clock } = deps;
  app.get(
    "/api/home",
    {
      config: { permission: "workbench.home", audit: { object: "lead", sensitive: true } },
      schema: { response: { 200: HomeView } },
    },
    (request) => readHome(deps, actorOf(request)),
  );

  const views = {
    permission: "workbench.views",
    audit: { object: "view", sensitive: false },
  } as const;
  app.get(
    "/api/views",
    { config: views, schema: { response: { 200: SavedViews } } },
    async (request) => ({ views: await listViews(db, actorOf(request)) }),
  );
  app.post<{ Body: SaveView }>(
    "/api/views",
    { config: views, schema: { body: SaveView, response: { 200: SavedViews } } },
    async (request) => {
      const actor = actorOf(request);
      if ((await countViews(db, actor.account)) >= MOST_VIEWS)
        throw new RuleViolation("views.too-many", { most: MOST_VIEWS });
      await addView(db, actor, { ...request.body, id: nextUuid(clock.now().getTime()) });
      return { views: await listViews(db, actor) };
    },
  );
  app.delete<{ Params: { id: string } }>(
    "/api/views/:id",
    { config: views, schema: { params: Params, response: { 200: SavedViews } } },
    async (request) => {
      const actor = actorOf(request);
      if (!(await removeView(db, actor.account, request.params.id)))
        throw new RuleViolation("views.not-found", {});
      return { views: await listViews(db, actor) };
    },
  );

  app.get(
    "/api/units",
    {
      config: { permission: "workbench.units", audit: { object: "unit", sensitive: false } },
      schema: { response: { 200: UnitList } },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const today = plainDateOf(clock.now());
      return { units: await reader.read(scope, (tx) => listPublicBodies(tx, today)) };
    },
  );
}
