/** Tip-offs in the console: what was routed to the own office, sealed as it came. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  AnswerTipoff,
  AskWriter,
  CloseTipoff,
  OfficeKeys,
  PublishKey,
  RecordTipoffStep,
  SealedBox,
  TipoffPage,
  TipoffQuery,
  type TipoffRow,
  TipoffView,
} from "../../../../contract/src/tipoffs.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { type ActContext, actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  answerTipoff,
  askWriter,
  closeTipoff,
  publishKey,
  recordTipoffStep,
} from "./acts.service.ts";
import { readKnownLaw } from "./law.service.ts";
import { keysOf, listUnits } from "./office.store.ts";
import { placesOf } from "./routing.ts";
import {
  countByState,
  getBox,
  getKept,
  getTipoff,
  listEvents,
  listTipoffs,
  markFetched,
  type StoredTipoff,
} from "./tipoff.store.ts";
import { clockOf, deletedOn, type KnownLaw, mayAct } from "./tipoff.ts";
import { keyView } from "./writer.service.ts";

export interface TipoffDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const Params = Type.Object({ id: Type.String({ maxLength: 40 }) });
type Id = { id: string };
const BoxParams = Type.Object({
  id: Type.String({ maxLength: 40 }),
  hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
});

const audit = { object: "tipoff", sensitive: true } as const;
const read = { permission: "tipoffs.read", audit } as const;

export function addTipoffRoutes(app: FastifyInstance, deps: TipoffDeps): void {
  app.get<{ Querystring: TipoffQuery }>(
    "/api/tipoffs",
    { config: read, schema: { querystring: TipoffQuery, response: { 200: TipoffPage } } },
    async (request) => {
      const { scope } = actorOf(request);
      const known = await readKnown(deps);
      return deps.reader.read(scope, async (tx) => {
        const { rows, ...page } = await listTipoffs(tx, scope, request.query);
        const counts = await countByState(tx, scope);
        return { ...page, rows: rows.map((row) => rowOf(row, known)), counts };
      });
    },
  );
  app.get<{ Params: Id }>(
    "/api/tipoffs/:id",
    { config: read, schema: { params: Params, response: { 200: TipoffView } } },
    (request) => viewFor(request, deps),
  );
  app.get<{ Params: Id & { hash: string } }>(
    "/api/tipoffs/:id/boxes/:hash",
    { config: read, schema: { params: BoxParams, response: { 200: SealedBox } } },
    async (request) => {
      const { scope } = actorOf(request);
      const { id, hash } = request.params;
      const box = await deps.reader.read(scope, async (tx) => {
        await getTipoff(tx, id, scope);
        return getBox(tx, id, hash);
      });
      await markFetched(deps.db, id, { hash, day: plainDateOf(deps.clock.now()) });
      return { box };
    },
  );
  addAct(app, deps, { path: "messages", body: AskWriter, run: askWriter });
  addAct(app, deps, { path: "steps", body: RecordTipoffStep, run: recordTipoffStep });
  addAct(app, deps, { path: "answer", body: AnswerTipoff, run: answerTipoff });
  addAct(app, deps, { path: "closure", body: CloseTipoff, run: closeTipoff });
  addKeyRoutes(app, deps);
}

function addKeyRoutes(app: FastifyInstance, deps: TipoffDeps): void {
  app.get(
    "/api/tipoff-keys",
    {
      config: { permission: "tipoffs.read", audit: { object: "tipoffKey", sensitive: false } },
      schema: { response: { 200: OfficeKeys } },
    },
    (request) => keysFor(actorOf(request), deps),
  );
  app.post<{ Body: PublishKey }>(
    "/api/tipoff-keys",
    {
      config: { permission: "tipoffs.make-key", audit: { object: "tipoffKey" } },
      schema: { body: PublishKey, response: { 200: OfficeKeys } },
    },
    async (request) => {
      const actor = actorOf(request);
      await publishKey(contextOf(actor, deps), request.body);
      return keysFor(actor, deps);
    },
  );
}

async function keysFor({ department }: Actor, { db }: TipoffDeps): Promise<OfficeKeys> {
  const keys = await keysOf(db, department.id);
  return {
    unit: department,
    rows: keys.map(({ holders, publishedAt, publishedBy, ...key }, index) => ({
      ...keyView(key),
      holders: [...holders],
      publishedAt: publishedAt.toISOString(),
      publishedBy,
      isCurrent: index === 0,
    })),
  };
}

interface ActRoute {
  readonly path: string;
  readonly body: object;
  readonly run: (context: ActContext, id: string, body: never) => Promise<void>;
}

function addAct(app: FastifyInstance, deps: TipoffDeps, { path, body, run }: ActRoute): void {
  app.post<{ Params: Id; Body: object }>(
    `/api/tipoffs/:id/${path}`,
    {
      config: { permission: "tipoffs.handle", audit: { object: "tipoff" } },
      schema: { params: Params, body, response: { 200: TipoffView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      // Both walls before an act: what the reader's login cannot see answers as absent.
      await deps.reader.read(actor.scope, (tx) => getTipoff(tx, id, actor.scope));
      await run(contextOf(actor, deps), id, request.body as never);
      return viewFor(request, deps);
    },
  );
}

/** The act itself reads as the worker, whom no policy knows: sight was proved before. */
const contextOf = (actor: Actor, deps: TipoffDeps): ActContext => ({
  ...actContextOf(actor, deps),
  scope: undefined,
});

/** What a view needs beside its rows. */
interface Known extends KnownLaw {
  readonly names: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, string>;
}

async function readKnown({ db, clock }: TipoffDeps): Promise<Known> {
  const units = await listUnits(db, plainDateOf(clock.now()));
  return {
    ...(await readKnownLaw(db)),
    names: new Map(units.map(({ id, name }) => [id, name])),
    places: placesOf(units),
  };
}

function rowOf(stored: StoredTipoff, known: Known): TipoffRow {
  const { id, coded, state, department, matched, version, unread, outcome, isDeleted } = stored;
  const unitName =
    coded.unit === undefined ? undefined : (known.names.get(coded.unit) ?? coded.unit);
  const hour = stored.hour.toISOString();
  const { place } = coded;
  return {
    id,
    coded,
    ...(place === undefined ? {} : { placeName: known.places.get(place) ?? place }),
    ...(unitName === undefined ? {} : { unitName }),
    state,
    hour,
    department,
    matched,
    version,
    unread,
    dueOn: clockOf(coded, hour, known).dueOn,
    ...(outcome === null ? {} : { outcome }),
    files: stored.files.length,
    isDeleted,
  };
}

async function viewFor(
  request: FastifyRequest<{ Params: Id }>,
  deps: TipoffDeps,
): Promise<TipoffView> {
  const { scope, department } = actorOf(request);
  const { id } = request.params;
  const known = await readKnown(deps);
  return deps.reader.read(scope, async (tx) => {
    const stored = await getTipoff(tx, id, scope);
    return viewOf(tx, { stored, known, isOwn: stored.department.id === department.id });
  });
}

async function viewOf(
  tx: Tx,
  { stored, known, isOwn }: { stored: StoredTipoff; known: Known; isOwn: boolean },
): Promise<TipoffView> {
  const row = rowOf(stored, known);
  const [current] = await keysOf(tx, stored.department.id);
  const gone = deletedOn(await getKept(tx, stored.id));
  const may = (act: Parameters<typeof mayAct>[1]) => isOwn && mayAct(stored, act);
  return {
    row,
    keyId: stored.keyId,
    content: stored.content.hash,
    files: stored.files.map(({ hash }) => hash),
    mailboxKey: stored.mailboxKey,
    officeKey: current === undefined ? null : keyView(current),
    legalBasis: stored.legalBasis,
    events: [...(await listEvents(tx, stored.id))],
    strip: clockOf(stored.coded, row.hour, known).strip.map((day) => ({ ...day })),
    ...(stored.summary === null ? {} : { summary: stored.summary }),
    ...(gone === undefined || stored.isDeleted ? {} : { deletedOn: gone }),
    may: {
      ask: may("ask"),
      recordStep: may("recordStep"),
      answer: may("answer"),
      close: may("close"),
    },
  };
}
