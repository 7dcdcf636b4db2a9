/** Leads over HTTP: scope by department, acts by permission. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";

import {
  DecideLead,
  LeadPage,
  LeadQuery,
  LeadView,
  PublishDecision,
  ReceiveLead,
  RecordStep,
} from "../../../../contract/src/leads.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  type ActContext,
  decideLead,
  publishDecision,
  receiveLead,
  recordStep,
} from "./acts.service.ts";
import { mayAct } from "./handling.ts";
import { getHandled, getLeadView, listLeads } from "./lead.store.ts";

export interface CaseworkDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

/** Roles that handle leads of their own unit. */
const HANDLERS: ReadonlySet<Role> = new Set(["officer", "chief"]);

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });
type Id = { id: string };

export function addCaseworkRoutes(app: FastifyInstance, deps: CaseworkDeps): void {
  app.get<{ Querystring: LeadQuery }>(
    "/api/leads",
    {
      config: { permission: "leads.read" },
      schema: { querystring: LeadQuery, response: { 200: LeadPage } },
    },
    (request) => {
      const { scope } = actorOf(request);
      return deps.reader.read(scope, (tx) => listLeads(tx, scope, request.query));
    },
  );

  app.get<{ Params: Id }>(
    "/api/leads/:id",
    {
      config: { permission: "leads.read" },
      schema: { params: Params, response: { 200: LeadView } },
    },
    (request) => viewFor(request, deps),
  );

  addAct(app, deps, {
    path: "receipt",
    permission: "leads.receive",
    body: ReceiveLead,
    run: receiveLead,
  });
  addAct(app, deps, {
    path: "steps",
    permission: "leads.record-step",
    body: RecordStep,
    run: recordStep,
  });
  addAct(app, deps, {
    path: "decision",
    permission: "leads.decide",
    body: DecideLead,
    run: decideLead,
  });
  addAct(app, deps, {
    path: "publication",
    permission: "leads.publish",
    body: PublishDecision,
    run: publishDecision,
  });
}

interface ActRoute {
  readonly path: string;
  readonly permission: string;
  readonly body: object;
  readonly run: (
    context: ActContext,
    target: { id: string; version: number },
    content: never,
  ) => Promise<void>;
}

function addAct(
  app: FastifyInstance,
  deps: CaseworkDeps,
  { path, permission, body, run }: ActRoute,
): void {
  app.post<{ Params: Id; Body: { version: number } }>(
    `/api/leads/:id/${path}`,
    {
      config: { permission },
      schema: { params: Params, body, response: { 200: LeadView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { version, ...content } = request.body;
      // Both walls before an act: what the reader's login cannot see answers as absent.
      await deps.reader.read(actor.scope, (tx) => getHandled(tx, request.params.id, actor.scope));
      await run(contextOf(actor, deps), { id: request.params.id, version }, content as never);
      return viewFor(request, deps);
    },
  );
}

function contextOf(actor: Actor, { db, registry, clock }: CaseworkDeps): ActContext {
  const { account, name, department } = actor;
  return {
    db,
    registry,
    officer: { account, name, department },
    scope: actor.scope,
    at: clock.now().toISOString(),
  };
}

async function viewFor(
  request: FastifyRequest<{ Params: Id }>,
  { reader }: CaseworkDeps,
): Promise<Static<typeof LeadView>> {
  const actor = actorOf(request);
  const { scope, role, department } = actor;
  const view = await reader.read(scope, (tx) => getLeadView(tx, request.params.id, scope));
  const isOwn = HANDLERS.has(role) && department.id === view.lead.department.id;
  const may = (act: "receive" | "recordStep" | "decide" | "publish") =>
    isOwn && mayAct(view.lead.state, act);
  return {
    ...view,
    may: {
      receive: may("receive"),
      recordStep: may("recordStep"),
      decide: may("decide"),
      publish: may("publish"),
    },
  };
}
