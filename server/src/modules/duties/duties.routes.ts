/** The list of duties over HTTP: versions, drafts, differences, "to whom would this go?". */
import { randomUUID } from "node:crypto";

import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { Pending } from "../../../../contract/src/approval.ts";
import {
  DutyDifference,
  DutyDraft,
  DutyDrafts,
  DutyList,
  DutyVersions,
  DutyVersionView,
  PublishVersion,
  type RouteCandidate,
  RouteQuery,
  RouteView,
} from "../../../../contract/src/duties.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Approvals } from "../../platform/approval/index.ts";
import { actorOf } from "../../platform/http/permission.ts";
import {
  dropDraft,
  getDraft,
  keepDraft,
  listDrafts,
  listHeads,
  listItems,
  listRows,
  type StoredRow,
  versionsOf,
} from "./duties.store.ts";
import { type Candidate, differenceOf, listOn, resolveDuty } from "./duty.ts";
import type { OrphanDeps } from "./orphans.service.ts";
import { PUBLISH_LIST } from "./publish-list.service.ts";
import { readStaff, seenAs, seersOf } from "./seers.store.ts";

export interface DutyDeps extends OrphanDeps {
  readonly approvals: Approvals;
}

const READ = { permission: "duties.read", audit: { object: "duty", sensitive: false } } as const;
const PUBLISH = {
  permission: "duties.publish",
  audit: { object: "duty", sensitive: false },
} as const;
const ListNumber = Type.Object({ number: Type.Integer({ minimum: 1, maximum: 9999 }) });
const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const Pair = Type.Object({
  from: Type.Integer({ minimum: 1, maximum: 9999 }),
  to: Type.Integer({ minimum: 1, maximum: 9999 }),
});

export function addDutyRoutes(app: FastifyInstance, deps: DutyDeps): void {
  const { db, clock } = deps;
  const today = () => plainDateOf(clock.now());
  app.get(
    "/api/duties/versions",
    { config: READ, schema: { response: { 200: DutyVersions } } },
    async () => ({ rows: versionsOf(await listHeads(db), today()) }),
  );
  app.get<{ Params: { number: number } }>(
    "/api/duties/versions/:number",
    { config: READ, schema: { params: ListNumber, response: { 200: DutyVersionView } } },
    async ({ params: { number } }) => {
      const items = await listItems(db, number);
      const heads = await listHeads(db);
      const head = heads.find((one) => one.number === number);
      const version = versionsOf(heads, today()).find((one) => one.number === number);
      if (head === undefined || version === undefined)
        throw new RuleViolation("duties.not-found", { number });
      return { version, fallback: head.fallback, items: [...items] };
    },
  );
  app.get<{ Querystring: { from: number; to: number } }>(
    "/api/duties/difference",
    { config: READ, schema: { querystring: Pair, response: { 200: DutyDifference } } },
    async ({ query: { from, to } }) => ({
      from,
      to,
      ...differenceOf(await listItems(db, from), await listItems(db, to)),
    }),
  );
  app.get<{ Querystring: RouteQuery }>(
    "/api/duties/route",
    { config: READ, schema: { querystring: RouteQuery, response: { 200: RouteView } } },
    ({ query }) => routeOf(deps, query),
  );
  addDraftRoutes(app, deps);
}

function addDraftRoutes(app: FastifyInstance, deps: DutyDeps): void {
  const { db, clock } = deps;
  app.get(
    "/api/duties/drafts",
    { config: PUBLISH, schema: { response: { 200: DutyDrafts } } },
    async () => ({ rows: await listDrafts(db) }),
  );
  app.post<{ Body: DutyList }>(
    "/api/duties/drafts",
    { config: PUBLISH, schema: { body: DutyList, response: { 201: DutyDraft } } },
    async (request, reply) => {
      const { account, name } = actorOf(request);
      const id = randomUUID();
      await keepDraft(db, { id, list: request.body, by: { account, name }, at: clock.now() });
      return reply.code(201).send(await getDraft(db, id));
    },
  );
  app.put<{ Params: { id: string }; Body: DutyList }>(
    "/api/duties/drafts/:id",
    { config: PUBLISH, schema: { params: Id, body: DutyList, response: { 200: DutyDraft } } },
    async (request) => {
      const { id } = request.params;
      const { account, name } = actorOf(request);
      await getDraft(db, id);
      await keepDraft(db, { id, list: request.body, by: { account, name }, at: clock.now() });
      return getDraft(db, id);
    },
  );
  app.delete<{ Params: { id: string } }>(
    "/api/duties/drafts/:id",
    { config: PUBLISH, schema: { params: Id } },
    async ({ params: { id } }, reply) => {
      await getDraft(db, id);
      await dropDraft(db, id);
      return reply.code(204).send();
    },
  );
  app.post<{ Body: PublishVersion }>(
    "/api/duties/versions",
    { config: PUBLISH, schema: { body: PublishVersion, response: { 202: Pending } } },
    async (request, reply) => {
      const { draft, reason } = request.body;
      const { list, madeBy } = await getDraft(db, draft);
      const approval = await deps.approvals.request(actorOf(request), {
        act: PUBLISH_LIST,
        params: { draft, madeBy: madeBy.account, list },
        reason,
      });
      return reply.code(202).send({ approval });
    },
  );
}

/** Whom a matter would go to on a day, why, and who of that unit would see it. */
async function routeOf({ db, clock }: DutyDeps, query: RouteQuery): Promise<RouteView> {
  const { matter, regime = null, industry = null, place = null, stage = null } = query;
  const day = query.day ?? plainDateOf(clock.now());
  const amount = query.amount === undefined ? null : Number(query.amount);
  const heads = await listHeads(db);
  const question = { matter, regime, industry, place, amount, stage, on: day };
  const { winner, candidates } = resolveDuty(question, await listRows(db, matter), heads);
  const list = listOn(heads, day);
  const seers =
    winner === undefined
      ? []
      : seersOf(await readStaff(db, day), matter, { unit: winner.department.id, ...question });
  return {
    day,
    duty: winner === undefined ? null : dutyOf(winner),
    list: versionsOf(heads, day).find(({ number }) => number === list?.number) ?? null,
    fallback: (list ?? heads[0])?.fallback ?? null,
    candidates: candidates.map(candidateOf),
    seers,
    seenAs: seenAs(matter),
  };
}

const dutyOf = ({ detail, department, legalBasis }: StoredRow): RouteView["duty"] => ({
  ...(detail === null ? {} : { item: detail }),
  department,
  legalBasis,
});

function candidateOf({ row, won, reason, by }: Candidate<StoredRow>): RouteCandidate {
  const { regime, industry, place, bandFrom, bandTo, stage, detail, list, id, department } = row;
  return {
    item: id,
    department,
    won,
    ...(list === null ? {} : { list }),
    ...(detail === null ? {} : { level: detail.level }),
    ...(detail?.placeName === undefined ? {} : { placeName: detail.placeName }),
    ...(regime === null ? {} : { regime }),
    ...(industry === null ? {} : { industry }),
    ...(place === null ? {} : { place }),
    ...(bandFrom === null ? {} : { bandFrom }),
    ...(bandTo === null ? {} : { bandTo }),
    ...(stage === null ? {} : { stage }),
    ...(reason === undefined ? {} : { reason }),
    ...(by === undefined ? {} : { by }),
  };
}
