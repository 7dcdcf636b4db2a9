/** The organisation over HTTP: reads for officials, acts by permission. */
import type { FastifyInstance, FastifyReply, RouteShorthandOptions } from "fastify";
import Type, { type TSchema } from "typebox";

import { AccountChange, Pending } from "../../../../contract/src/approval.ts";
import {
  Appoint,
  Coverage,
  CoverageQuestion,
  DeclareRecusal,
  DefinePost,
  Delegate,
  EndAppointment,
  OfferHandover,
  OnDay,
  OrganisationTree,
  PersonList,
  PersonQuery,
  PersonView,
  RecordLeave,
  Recorded,
  RegisterPerson,
  RegisterUnit,
  UnitView,
} from "../../../../contract/src/organisation-api.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { actorOf } from "../http/permission.ts";
import type { Permissions } from "../module.ts";
import { countCoverage } from "./coverage.store.ts";
import {
  type ActDeps,
  type ActResult,
  createOrganisationActs,
} from "./organisation-acts.service.ts";
import { addImportRoutes } from "./organisation-import.routes.ts";
import { personView, unitView } from "./organisation-view.ts";
import { findPersons, readTree } from "./organisation.store.ts";
import type { Actor } from "./session.store.ts";

export interface OrganisationRouteDeps extends ActDeps {
  readonly permissions: () => Permissions;
}

const Id = Type.Object({ id: Type.String({ maxLength: 60 }) });
type Id = { id: string };

export function addOrganisationRoutes(app: FastifyInstance, deps: OrganisationRouteDeps): void {
  addReads(app, deps);
  addActs(app, deps);
  addImportRoutes(app, deps);
}

function addReads(app: FastifyInstance, deps: OrganisationRouteDeps): void {
  const { db, clock } = deps;
  const today = () => plainDateOf(clock.now());
  const read = (response: TSchema, more: object = {}): RouteShorthandOptions => ({
    // What a person may do is sensitive; who belongs where is not.
    config: {
      permission: "organisation.read",
      audit: {
        object: response === PersonView ? "person" : "unit",
        sensitive: response === PersonView,
      },
    },
    schema: { ...more, response: { 200: response } },
  });

  app.get<{ Querystring: OnDay }>(
    "/api/organisation",
    read(OrganisationTree, { querystring: OnDay }),
    async ({ query: { on = today() } }) => ({ on, units: await readTree(db, on) }),
  );
  app.get<{ Params: Id; Querystring: OnDay }>(
    "/api/organisation/units/:id",
    read(UnitView, { params: Id, querystring: OnDay }),
    (request) => {
      const { on = today() } = request.query;
      return unitView(db, actorOf(request), { unit: request.params.id, on });
    },
  );
  app.get<{ Querystring: PersonQuery }>(
    "/api/organisation/persons",
    read(PersonList, { querystring: PersonQuery }),
    async ({ query: { q, unit } }) => ({
      rows: await findPersons(db, { q, unit, day: today() }),
    }),
  );
  app.get<{ Params: Id; Querystring: OnDay }>(
    "/api/organisation/persons/:id",
    read(PersonView, { params: Id, querystring: OnDay }),
    (request) => {
      const { on = today() } = request.query;
      const wanted = { person: request.params.id, on, permissions: deps.permissions() };
      return personView(db, actorOf(request), wanted);
    },
  );
  app.post<{ Body: CoverageQuestion }>(
    "/api/organisation/coverage",
    {
      config: { permission: "organisation.manage", audit: { object: "post" } },
      schema: { body: CoverageQuestion, response: { 200: Coverage } },
    },
    (request) => countCoverage(db, request.body, today()),
  );
}

interface ActRoute<Body> {
  readonly path: string;
  readonly permission: string;
  /** What it is about, for the log of accesses. */
  readonly object: "unit" | "post" | "person" | "account";
  readonly body?: TSchema;
  readonly run: (actor: Actor, body: Body, id: string) => Promise<ActResult | void>;
}

function answer(reply: FastifyReply, pending: ActResult | void) {
  if (pending === undefined) return { recorded: true };
  return reply.code(202).send({ approval: pending });
}

// oxlint-disable-next-line max-lines-per-function -- a table of acts
function addActs(app: FastifyInstance, deps: OrganisationRouteDeps): void {
  const acts = createOrganisationActs(deps);
  const { approvals } = deps;
  const add = <Body>({ path, permission, object, body, run }: ActRoute<Body>) =>
    app.post<{ Body: Body; Params: Id }>(
      path,
      {
        config: {
          permission,
          audit: { object },
        },
        schema: {
          ...(body === undefined ? {} : { body }),
          ...(path.includes(":id") ? { params: Id } : {}),
          response: { 200: Recorded, 202: Pending },
        },
      },
      async (request, reply) => {
        const { body: given, params } = request as { body: Body; params: Id };
        return answer(reply, await run(actorOf(request), given, params.id));
      },
    );

  add<RegisterUnit>({
    path: "/api/organisation/units",
    object: "unit",
    permission: "organisation.manage",
    body: RegisterUnit,
    run: (actor, { reason, ...params }) =>
      approvals.request(actor, { act: "organisation.register-unit", params, reason }),
  });
  add<DefinePost>({
    path: "/api/organisation/posts",
    object: "post",
    permission: "organisation.manage",
    body: DefinePost,
    run: (actor, { reason, ...params }) =>
      approvals.request(actor, { act: "organisation.define-post", params, reason }),
  });
  add<RegisterPerson>({
    path: "/api/organisation/persons",
    object: "person",
    permission: "organisation.appoint",
    body: RegisterPerson,
    run: (_actor, body) => acts.registerPerson(body),
  });
  add<Appoint>({
    path: "/api/organisation/appointments",
    object: "post",
    permission: "organisation.appoint",
    body: Appoint,
    run: (actor, body) => acts.appoint(actor, body),
  });
  add<EndAppointment>({
    path: "/api/organisation/appointments/:id/end",
    object: "post",
    permission: "organisation.appoint",
    body: EndAppointment,
    run: (actor, body, id) => acts.endAppointment(actor, id, body),
  });
  add<Delegate>({
    path: "/api/organisation/delegations",
    object: "post",
    permission: "organisation.own",
    body: Delegate,
    run: (actor, body) => acts.delegate(actor, body),
  });
  add<RecordLeave>({
    path: "/api/organisation/leaves",
    object: "person",
    permission: "organisation.own",
    body: RecordLeave,
    run: (actor, body) => acts.recordLeave(actor, body),
  });
  add<DeclareRecusal>({
    path: "/api/organisation/recusals",
    object: "person",
    permission: "organisation.own",
    body: DeclareRecusal,
    run: (actor, body) => acts.declareRecusal(actor, body),
  });
  add<OfferHandover>({
    path: "/api/organisation/handovers",
    object: "post",
    permission: "organisation.own",
    body: OfferHandover,
    run: (actor, body) => acts.offerHandover(actor, body),
  });
  add({
    path: "/api/organisation/handovers/:id/receipt",
    object: "post",
    permission: "organisation.own",
    run: (actor, _body, id) => acts.receiveHandover(actor, id),
  });
  add<AccountChange>({
    path: "/api/accounts/:id/state",
    object: "account",
    permission: "accounts.manage",
    body: AccountChange,
    run: (actor, { state, reason }, account) =>
      approvals.request(actor, { act: "accounts.set-state", params: { account, state }, reason }),
  });
}
