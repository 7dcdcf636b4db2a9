/** Publications over HTTP: each unit its own, and the copies it was sent. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";

import {
  CheckedText,
  CheckText,
  KnownParty,
  PublicationPage,
  PublicationQuery,
  type PublicationRow,
  PublicationView,
  PublishItem,
  RequireWithdrawal,
  WithdrawItem,
} from "../../../../contract/src/publications.ts";
import { type PlainDate, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { type KnownCalendar, readCalendar } from "../statutes/index.ts";
import { goneAt, kindsOf, stateOf, takeDownDueOn } from "./item.ts";
import {
  checkText,
  type ItemActContext,
  publishItem,
  requireWithdrawal,
  signCopy,
  withdrawItem,
} from "./items.service.ts";
import {
  countItems,
  type HeldItem,
  listItems,
  listPartyNames,
  readHeldItems,
} from "./items.store.ts";

export interface ItemsDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

const PAGE_SIZE = 50;
const AUDIT = { object: "publication", sensitive: false } as const;
const READ = { permission: "publications.read", audit: AUDIT } as const;
const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });
type Id = Static<typeof Params>;
const PartyQuery = Type.Object(
  { uscc: Type.String({ maxLength: 18 }) },
  { additionalProperties: false },
);

type Calendar = KnownCalendar["calendar"];

interface Reader {
  readonly unit: string;
  readonly today: PlainDate;
  readonly calendar: Calendar;
}

export function addItemRoutes(app: FastifyInstance, deps: ItemsDeps): void {
  const { db, clock } = deps;
  const readerOf = async (request: FastifyRequest): Promise<Reader> => ({
    unit: actorOf(request).department.id,
    today: plainDateOf(clock.now()),
    calendar: (await readCalendar(db)).calendar,
  });
  app.get<{ Querystring: PublicationQuery }>(
    "/api/publications",
    { config: READ, schema: { querystring: PublicationQuery, response: { 200: PublicationPage } } },
    async (request) => {
      const reader = await readerOf(request);
      return pageOf(deps, { reader, query: request.query, actor: actorOf(request) });
    },
  );
  app.get<{ Querystring: Static<typeof PartyQuery> }>(
    "/api/publications/parties",
    {
      config: { permission: "publications.publish", audit: AUDIT },
      schema: { querystring: PartyQuery, response: { 200: KnownParty } },
    },
    async ({ query: { uscc } }) => {
      const isValid = isUscc(uscc);
      return { uscc, isValid, names: isValid ? [...(await listPartyNames(db, uscc))] : [] };
    },
  );
  const view = async (request: FastifyRequest, id: string) =>
    viewOf(await getVisible(deps, actorOf(request), id), await readerOf(request), actorOf(request));
  app.get<{ Params: Id }>(
    "/api/publications/:id",
    { config: READ, schema: { params: Params, response: { 200: PublicationView } } },
    (request) => view(request, request.params.id),
  );
  app.post<{ Body: CheckText }>(
    "/api/publications/check",
    {
      config: { permission: "publications.publish", audit: AUDIT },
      schema: { body: CheckText, response: { 200: CheckedText } },
    },
    async ({ body }) => checkText(body),
  );
  app.post<{ Body: PublishItem }>(
    "/api/publications",
    {
      config: { permission: "publications.publish", audit: AUDIT },
      schema: { body: PublishItem, response: { 201: PublicationView } },
    },
    async (request, reply) => {
      const { body } = request;
      if (!kindsOf(actorOf(request).role).includes(body.kind))
        throw new RuleViolation("publications.not-your-kind", { kind: body.kind }, { status: 403 });
      const id = await publishItem(contextOf(request, deps), body);
      return reply.code(201).send(await view(request, id));
    },
  );
  addActs(app, deps, view);
}

interface ActRoute {
  readonly path: string;
  readonly permission: string;
  readonly body: Type.TSchema;
  readonly run: (context: ItemActContext, id: string, body: never) => Promise<void>;
}

const ACTS: readonly ActRoute[] = [
  {
    path: "withdrawal-requirement",
    permission: "publications.publish",
    body: RequireWithdrawal,
    run: requireWithdrawal,
  },
  {
    path: "withdrawal",
    permission: "publications.publish",
    body: WithdrawItem,
    run: withdrawItem,
  },
  {
    path: "receipt",
    permission: "publications.sign",
    body: Type.Object({}, { additionalProperties: false }),
    run: signCopy,
  },
];

function addActs(
  app: FastifyInstance,
  deps: ItemsDeps,
  view: (request: FastifyRequest, id: string) => Promise<PublicationView>,
): void {
  for (const { path, permission, body, run } of ACTS)
    app.post<{ Params: Id }>(
      `/api/publications/:id/${path}`,
      {
        config: { permission, audit: AUDIT },
        schema: { params: Params, body, response: { 200: PublicationView } },
      },
      async (request) => {
        const { id } = request.params;
        await run(contextOf(request, deps), id, request.body as never);
        return view(request, id);
      },
    );
}

const contextOf = (request: FastifyRequest, deps: ItemsDeps): ItemActContext =>
  actContextOf(actorOf(request), deps);

interface Asked {
  readonly reader: Reader;
  readonly query: PublicationQuery;
  readonly actor: Actor;
}

async function pageOf(
  { db }: ItemsDeps,
  { reader, query: { view = "own", page = 1 }, actor }: Asked,
): Promise<PublicationPage> {
  const { unit, today, calendar } = reader;
  const { ids, total } = await listItems(
    db,
    { unit, today, view },
    { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE },
  );
  const { required, ...counts } = await countItems(db, { unit, today });
  const dueOn = required.map((since) => takeDownDueOn(since, calendar));
  return {
    rows: (await readHeldItems(db, ids)).map((held) => rowOf(held, reader)),
    page,
    pageSize: PAGE_SIZE,
    total,
    counts: { ...counts, overdue: dueOn.filter((day) => day !== null && day < today).length },
    may: { publish: [...kindsOf(actor.role)], withdraw: kindsOf(actor.role).length > 0 },
  };
}

function rowOf(
  { item, requirement, copies, checks }: HeldItem,
  { unit, today, calendar }: Reader,
): PublicationRow {
  const { kind, documentNo, title, decidedOn, expiresOn } = item.content;
  const state = stateOf(item, today);
  const gone = goneAt(item, state);
  const copy = copies.find((one) => one.unit.id === unit);
  return {
    id: item.id,
    kind,
    unit: item.content.unit,
    documentNo,
    // Other units keep the number of what was taken down, not what it said.
    title: item.content.unit.id === unit || gone === undefined ? title : documentNo,
    decidedOn,
    publishedAt: item.publishedAt,
    state,
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(gone === undefined ? {} : { goneAt: gone }),
    ...(item.withdrawal === null ? {} : { publicReason: item.withdrawal.publicReason }),
    ...(requirement === null
      ? {}
      : { requirement: { ...requirement, dueOn: takeDownDueOn(requirement.since, calendar) } }),
    copies: {
      sent: copies.length,
      received: copies.filter(({ receivedAt }) => receivedAt !== null).length,
    },
    checks: [...checks],
    ...(copy === undefined
      ? {}
      : {
          copy: {
            sentAt: copy.sentAt,
            receivedAt: copy.receivedAt,
            receivedBy: copy.receivedBy,
          },
        }),
  };
}

/** An item is seen by its own unit and by those who got a copy. */
async function getVisible({ db }: ItemsDeps, actor: Actor, id: string): Promise<HeldItem> {
  const [held] = await readHeldItems(db, [id]);
  const { id: unit } = actor.department;
  const isSeen =
    held?.item.content.unit.id === unit || held?.copies.some((copy) => copy.unit.id === unit);
  if (held === undefined || isSeen !== true)
    throw new RuleViolation("publications.not-found", { id });
  return held;
}

function viewOf(held: HeldItem, reader: Reader, actor: Actor): PublicationView {
  const { item, copies } = held;
  const {
    text,
    legalBasis,
    articles,
    subjects = [],
    outcome,
    regime,
    ocid,
    unitUrl,
  } = item.content;
  const row = rowOf(held, reader);
  const isOwn = item.content.unit.id === reader.unit;
  const isOpen = row.state === "shown" || row.state === "held";
  return {
    row,
    // What was taken down must not live on in the files of others.
    text: isOwn || isOpen ? text : null,
    legalBasis,
    articles: [...articles],
    subjects: isOwn || isOpen ? [...subjects] : [],
    ...(outcome === undefined ? {} : { outcome }),
    ...(regime === undefined ? {} : { regime }),
    ...(ocid === undefined ? {} : { ocid }),
    ...(unitUrl === undefined ? {} : { unitUrl }),
    copies: isOwn ? [...copies] : [],
    may: {
      withdraw: isOwn && isOpen && kindsOf(actor.role).length > 0,
      sign: row.copy?.receivedAt === null,
    },
  };
}
