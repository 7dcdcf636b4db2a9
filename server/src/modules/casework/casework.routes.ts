/** Leads over HTTP: scope by department, acts by permission. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";

import {
  CorrectAct,
  DecideLead,
  type LeadEvent,
  LeadPage,
  LeadQuery,
  LeadView,
  PublishDecision,
  ReceiptResults,
  ReceiveLead,
  ReceiveLeads,
  RecordStep,
  ReturnLead,
  RouteLead,
  UrgeLead,
} from "../../../../contract/src/leads.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { type ActContext, actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  decideLead,
  type PublicationCheck,
  publishDecision,
  receiveLead,
  recordStep,
} from "./acts.service.ts";
import { correctAct } from "./correction.service.ts";
import { correctableUntil } from "./correction.ts";
import { type Act, mayAct } from "./handling.ts";
import { getHandled, getLeadView, type HandledView, listLeads } from "./lead.store.ts";
import { receiveLeads } from "./receipts.service.ts";
import { HANDLERS, ROUTERS, URGERS } from "./roles.ts";
import { rerouteLead, returnLead, urgeLead } from "./transfer.service.ts";

export interface CaseworkDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
  /** Asked before a decision is published; absent: nothing is. */
  readonly beforePublishing?: PublicationCheck;
}

const isOneOf = (roles: readonly Role[], role: Role): boolean => roles.includes(role);

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });
type Id = { id: string };

// oxlint-disable-next-line max-lines-per-function -- a list of routes
export function addCaseworkRoutes(app: FastifyInstance, deps: CaseworkDeps): void {
  app.get<{ Querystring: LeadQuery }>(
    "/api/leads",
    {
      config: { permission: "leads.read", audit: { object: "lead", sensitive: true } },
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
      config: { permission: "leads.read", audit: { object: "lead", sensitive: true } },
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
    run: (context, target, text) =>
      publishDecision({ ...context, beforePublishing: deps.beforePublishing }, target, text),
  });
  addAct(app, deps, {
    path: "correction",
    permission: "leads.correct",
    body: CorrectAct,
    run: correctAct,
  });
  addAct(app, deps, {
    path: "return",
    permission: "leads.return",
    body: ReturnLead,
    run: returnLead,
  });
  addAct(app, deps, {
    path: "route",
    permission: "leads.route",
    body: RouteLead,
    run: rerouteLead,
  });
  addAct(app, deps, { path: "urge", permission: "leads.urge", body: UrgeLead, run: urgeLead });
  addReceipts(app, deps);
}

function addReceipts(app: FastifyInstance, deps: CaseworkDeps): void {
  app.post<{ Body: ReceiveLeads }>(
    "/api/leads/receipts",
    {
      config: { permission: "leads.receive", audit: { object: "lead" } },
      schema: { body: ReceiveLeads, response: { 200: ReceiptResults } },
    },
    async (request) => {
      const actor = actorOf(request);
      // Both walls before an act, as for one lead: what the reader's login cannot see answers as absent.
      const seen = await deps.reader.read(actor.scope, async (tx) => {
        const ids = new Set<string>();
        for (const { id } of request.body.leads) {
          await getHandled(tx, id, actor.scope).then(
            () => ids.add(id),
            (error: unknown) => {
              if (!(error instanceof RuleViolation)) throw error;
            },
          );
        }
        return ids;
      });
      const leads = request.body.leads.filter(({ id }) => seen.has(id));
      const { results } = await receiveLeads(actContextOf(actor, deps), { leads });
      const byId = new Map(results.map((result) => [result.id, result]));
      return {
        results: request.body.leads.map(
          ({ id }) => byId.get(id) ?? { id, received: false, code: "leads.not-found" },
        ),
      };
    },
  );
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
      config: { permission, audit: { object: "lead" } },
      schema: { params: Params, body, response: { 200: LeadView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { version, ...content } = request.body;
      // Both walls before an act: what the reader's login cannot see answers as absent.
      await deps.reader.read(actor.scope, (tx) => getHandled(tx, request.params.id, actor.scope));
      await run(actContextOf(actor, deps), { id: request.params.id, version }, content as never);
      return viewFor(request, deps);
    },
  );
}

async function viewFor(
  request: FastifyRequest<{ Params: Id }>,
  { reader, clock }: CaseworkDeps,
): Promise<Static<typeof LeadView>> {
  const actor = actorOf(request);
  const { scope } = actor;
  const handled = await reader.read(scope, (tx) => getLeadView(tx, request.params.id, scope));
  const { matched, returns, ...view } = handled;
  return {
    ...view,
    history: view.history.map((event) => withCorrection(event, { view, actor, clock })),
    may: actsOf(actor, { ...handled.lead, matched, returns }),
  };
}

/** Acts that this actor is offered. */
function actsOf(
  { role, department }: Actor,
  handled: Pick<HandledView, "matched" | "returns"> & HandledView["lead"],
): LeadView["may"] {
  const isOwn = isOneOf(HANDLERS, role) && department.id === handled.department.id;
  const may = (act: Act, isTheirs = isOwn) => isTheirs && mayAct(handled, act);
  return {
    receive: may("receive"),
    recordStep: may("recordStep"),
    decide: may("decide"),
    publish: may("publish"),
    giveBack: may("giveBack"),
    reroute: may("reroute", isOneOf(ROUTERS, role)),
    urge: may("urge", isOneOf(URGERS, role)),
  };
}

function withCorrection(
  event: LeadEvent,
  {
    view,
    actor,
    clock,
  }: {
    readonly view: Pick<HandledView, "lead">;
    readonly actor: Actor;
    readonly clock: Clock;
  },
): LeadEvent {
  const { at, kind, officer } = event;
  const isPublished = view.lead.state === "published";
  const until = correctableUntil(
    { at, kind, account: officer?.account },
    { account: actor.account, isPublished },
  );
  return until === undefined || until < clock.now().toISOString()
    ? event
    : { ...event, correctableUntil: until };
}
