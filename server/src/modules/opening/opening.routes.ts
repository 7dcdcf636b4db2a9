/** Openings over HTTP: the list of a day, the desk of one, and the acts of host, witness and bidder. */
import { randomBytes } from "node:crypto";

import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  HandleBid,
  MessageText,
  ObjectionText,
  OpeningDesk,
  OpeningList,
  OpeningPlanned,
  OpeningQuery,
  PlanOpening,
  SignRecord,
  TakeStep,
} from "../../../../contract/src/opening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { PictureOf } from "./act.service.ts";
import {
  answerObjection,
  confirmBid,
  handleBid,
  postMessage,
  raiseObjection,
  signIn,
  signRecord,
  takeStep,
} from "./acts.service.ts";
import { deskOf, deskRoleOf, rowOf } from "./desk.ts";
import { planOpening } from "./plan.service.ts";
import { PLANNERS } from "./roles.ts";
import type { SealProvider } from "./seal.ts";
import {
  findHost,
  getOwnSession,
  getSession,
  type HeldSession,
  listCandidates,
  listHeldBids,
  listOwnSessions,
  listSessions,
  readEvents,
  readToldEvents,
} from "./session.store.ts";
import { stateOf } from "./session.ts";

export interface OpeningDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
  readonly seals: SealProvider;
  readonly pictureOf?: PictureOf;
}

const AUDIT = { object: "process", sensitive: true } as const;
const READ = { permission: "openings.read", audit: AUDIT } as const;
const ACT = { permission: "openings.act", audit: AUDIT } as const;

const Id = Type.Object({ id: Type.String({ maxLength: 80 }) });
type IdParams = { Params: { id: string } };

/** With the reader's own login; a bidder sees the lots in which it bids and no others. */
async function findSession(
  request: FastifyRequest,
  { db, reader }: OpeningDeps,
  id: string,
): Promise<HeldSession> {
  const { scope, role } = actorOf(request);
  if (role === "bidder") return getOwnSession(db, id, scope.own);
  return reader.read(scope, (tx) => getSession(tx, id, scope));
}

async function viewDesk(
  request: FastifyRequest,
  deps: OpeningDeps,
  id: string,
): Promise<OpeningDesk> {
  const { scope, role } = actorOf(request);
  const session = await findSession(request, deps, id);
  // A bidder sees whether it signed in itself.
  const events = await (role === "bidder" ? readEvents : readToldEvents)(deps.db, [id]);
  const reader = { role, own: scope.own };
  return deskOf({
    session,
    state: stateOf(events.get(id) ?? []),
    role: deskRoleOf(reader, session.hosts),
    own: role === "bidder" ? scope.own : [],
    now: deps.clock.now().toISOString(),
  });
}

export function addOpeningRoutes(app: FastifyInstance, deps: OpeningDeps): void {
  addReads(app, deps);
  addPlan(app, deps);
  addHostActs(app, deps);
  addTalk(app, deps);
  addSignatures(app, deps);
}

function addReads(app: FastifyInstance, deps: OpeningDeps): void {
  app.get<{ Querystring: OpeningQuery }>(
    "/api/openings",
    {
      config: READ,
      schema: {
        summary: "Openings of a day",
        querystring: OpeningQuery,
        response: { 200: OpeningList },
      },
    },
    async (request) => {
      const { scope, role } = actorOf(request);
      const day = request.query.day ?? plainDateOf(deps.clock.now());
      const span = {
        from: new Date(startOfDay(day)),
        to: new Date(startOfDay(dayAfter(day))),
      };
      const sessions =
        role === "bidder"
          ? await listOwnSessions(deps.db, scope.own, span)
          : await deps.reader.read(scope, (tx) => listSessions(tx, scope, span));
      const events = await readToldEvents(
        deps.db,
        sessions.map(({ id }) => id),
      );
      countRows(request, sessions.length);
      const mayPlan = PLANNERS.some((planner) => planner === role);
      const candidates = mayPlan
        ? await deps.reader.read(scope, (tx) => listCandidates(tx, scope, deps.clock.now()))
        : undefined;
      return {
        day,
        ...(candidates === undefined ? {} : { candidates: [...candidates] }),
        rows: sessions.map((session) => rowOf(session, stateOf(events.get(session.id) ?? []))),
      };
    },
  );
  app.get<IdParams>(
    "/api/openings/:id",
    {
      config: READ,
      schema: { summary: "Desk of an opening", params: Id, response: { 200: OpeningDesk } },
    },
    (request) => viewDesk(request, deps, request.params.id),
  );
}

function addPlan(app: FastifyInstance, deps: OpeningDeps): void {
  app.post<{ Body: PlanOpening }>(
    "/api/openings",
    {
      config: { permission: "openings.plan", audit: AUDIT },
      schema: { summary: "Plans an opening", body: PlanOpening, response: { 200: OpeningPlanned } },
    },
    async (request) => {
      const actor = actorOf(request);
      const nonce = randomBytes(32).toString("hex");
      const { ocid } = request.body;
      const host = await deps.reader.read(actor.scope, (tx) => findHost(tx, ocid, actor.scope));
      const context = actContextOf(actor, deps);
      return { id: await planOpening(context, request.body, { nonce, host }) };
    },
  );
}

/** Refuses whoever is not the host of this session. @throws RuleViolation opening.not-host */
async function asHost(request: FastifyRequest, deps: OpeningDeps, id: string) {
  const actor = actorOf(request);
  const session = await findSession(request, deps, id);
  if (deskRoleOf({ role: actor.role, own: actor.scope.own }, session.hosts) !== "host")
    throw new RuleViolation("opening.not-host", {}, { status: 403 });
  return actContextOf(actor, deps);
}

interface Bidding {
  readonly context: ReturnType<typeof actContextOf>;
  readonly bidder: Party;
}

/** The bid of the reader's own unit. @throws RuleViolation opening.not-bidder */
async function asBidder(request: FastifyRequest, deps: OpeningDeps, id: string): Promise<Bidding> {
  const actor = actorOf(request);
  const session = await findSession(request, deps, id);
  const { ocid, plan } = session;
  const lot = { ocid, lotId: plan.lotId, deadline: plan.startsAt };
  const bids = await inTransaction(deps.db, (tx: Tx) => listHeldBids(tx, lot));
  const own = bids.find(({ key }) => actor.scope.own.includes(key));
  if (actor.role !== "bidder" || own === undefined)
    throw new RuleViolation("opening.not-bidder", {}, { status: 403 });
  return { context: actContextOf(actor, deps), bidder: own.bidder };
}

function addHostActs(app: FastifyInstance, deps: OpeningDeps): void {
  app.post<IdParams & { Body: TakeStep }>(
    "/api/openings/:id/steps",
    {
      config: ACT,
      schema: { summary: "Takes the next step", params: Id, body: TakeStep, response: DESK },
    },
    async (request) => {
      const { id } = request.params;
      const context = { ...(await asHost(request, deps, id)), pictureOf: deps.pictureOf };
      await takeStep(context, id, request.body);
      return viewDesk(request, deps, id);
    },
  );
  app.post<IdParams & { Body: HandleBid }>(
    "/api/openings/:id/bids",
    {
      config: ACT,
      schema: {
        summary: "Records what happened to a bid",
        params: Id,
        body: HandleBid,
        response: DESK,
      },
    },
    async (request) => {
      const { id } = request.params;
      await handleBid(await asHost(request, deps, id), id, request.body);
      return viewDesk(request, deps, id);
    },
  );
  app.post<{ Params: { id: string; number: number }; Body: { text: string } }>(
    "/api/openings/:id/objections/:number/answer",
    {
      config: ACT,
      schema: {
        summary: "Answers an objection on the spot",
        params: Type.Object({
          id: Type.String({ maxLength: 80 }),
          number: Type.Integer({ minimum: 1 }),
        }),
        body: ObjectionText,
        response: DESK,
      },
    },
    async (request) => {
      const { id, number } = request.params;
      const { text } = request.body;
      await answerObjection(await asHost(request, deps, id), id, { number, text });
      return viewDesk(request, deps, id);
    },
  );
}

const DESK = { 200: OpeningDesk } as const;

function addTalk(app: FastifyInstance, deps: OpeningDeps): void {
  const asOwn = (
    path: "sign-in" | "confirmation",
    summary: string,
    work: (bidding: Bidding, id: string) => Promise<void>,
  ) =>
    app.post<IdParams>(
      `/api/openings/:id/${path}`,
      { config: ACT, schema: { summary, params: Id, response: DESK } },
      async (request) => {
        const { id } = request.params;
        await work(await asBidder(request, deps, id), id);
        return viewDesk(request, deps, id);
      },
    );
  asOwn("sign-in", "A bidder signs in", ({ context, bidder }, id) => signIn(context, id, bidder));
  asOwn("confirmation", "A bidder confirms what was read out", ({ context, bidder }, id) =>
    confirmBid(context, id, bidder),
  );
  app.post<IdParams & { Body: { text: string } }>(
    "/api/openings/:id/objections",
    {
      config: ACT,
      schema: { summary: "A bidder objects", params: Id, body: ObjectionText, response: DESK },
    },
    async (request) => {
      const { id } = request.params;
      const { context, bidder } = await asBidder(request, deps, id);
      await raiseObjection(context, id, { bidder, text: request.body.text });
      return viewDesk(request, deps, id);
    },
  );
  app.post<IdParams & { Body: { text: string } }>(
    "/api/openings/:id/messages",
    {
      config: ACT,
      schema: { summary: "Host or bidder writes", params: Id, body: MessageText, response: DESK },
    },
    async (request) => {
      const { id } = request.params;
      const { text } = request.body;
      if (actorOf(request).role === "bidder") {
        const { context, bidder } = await asBidder(request, deps, id);
        await postMessage(context, id, { bidder, text });
      } else await postMessage(await asHost(request, deps, id), id, { text });
      return viewDesk(request, deps, id);
    },
  );
}

function addSignatures(app: FastifyInstance, deps: OpeningDeps): void {
  app.post<IdParams & { Body: SignRecord }>(
    "/api/openings/:id/signatures",
    {
      config: ACT,
      schema: { summary: "Signs the record", params: Id, body: SignRecord, response: DESK },
    },
    async (request) => {
      const { id } = request.params;
      const { hash } = request.body;
      const actor = actorOf(request);
      const { seals } = deps;
      if (actor.role === "bidder") {
        const { context, bidder } = await asBidder(request, deps, id);
        const holder = `bidder ${actor.department.id}`;
        await signRecord(context, id, { as: "bidder", bidder, holder, hash, seals });
      } else if (actor.role === "centre") {
        await findSession(request, deps, id);
        const holder = `centre ${actor.department.id}`;
        await signRecord(actContextOf(actor, deps), id, { as: "witness", holder, hash, seals });
      } else {
        const context = await asHost(request, deps, id);
        const holder = `host ${actor.department.id}`;
        await signRecord(context, id, { as: "host", holder, hash, seals });
      }
      return viewDesk(request, deps, id);
    },
  );
}
