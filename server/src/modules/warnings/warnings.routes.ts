/** The board over HTTP: lists whose numbers open, one warning, nodes with their modes, and a look without a record. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import type { WarningMode } from "../../../../contract/src/warnings-values.ts";
import {
  CheckAct,
  CheckAnswer,
  HandleWarning,
  NodeList,
  type NodeView,
  SetMode,
  WarningPage,
  WarningQuery,
  WarningView,
} from "../../../../contract/src/warnings.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/database.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { handleWarning, setMode } from "./acts.service.ts";
import { lookAt, type CheckDeps } from "./check.service.ts";
import { readModes } from "./check.store.ts";
import { countsOf, totalOf } from "./counts.ts";
import { articlesOf } from "./law.ts";
import type { WarningNode } from "./node.ts";
import { articleTexts, findNode, NODES, regimesOf, strictestMode, textsOf } from "./nodes.ts";
import { HANDLERS, MODE_SETTERS } from "./roles.ts";
import {
  getWarning,
  listSteps,
  listWarnings,
  readCells,
  readModeHistory,
  readWarning,
} from "./warning.store.ts";

export interface WarningDeps extends CheckDeps {
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const READ = {
  permission: "warnings.read",
  audit: { object: "warning", sensitive: true },
} as const;
const LOOK = {
  permission: "warnings.read",
  audit: { object: "warning", sensitive: false },
} as const;
const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const NodeParams = Type.Object({ node: Type.String({ maxLength: 20 }) });

const isOne = (roles: readonly string[], { role }: Actor): boolean => roles.includes(role);

interface Modes {
  readonly now: ReadonlyMap<string, WarningMode>;
  readonly history: ReadonlyMap<string, NodeView["history"]>;
}

const modesAt = async (tx: Tx, at: Date): Promise<Modes> => ({
  now: await readModes(tx, at.toISOString()),
  history: await readModeHistory(tx),
});

function nodeView(node: WarningNode, { now, history }: Modes): NodeView {
  const { id, stage, acts, needs, articles, mode } = node;
  return {
    id,
    stage,
    acts: [...acts],
    regimes: [...regimesOf(node)],
    ...textsOf(id),
    needs: [...needs],
    articles: articleTexts(articlesOf(articles)),
    mode: now.get(id) ?? mode,
    ownMode: mode,
    strictest: strictestMode(node),
    history: history.get(id) ?? [],
  };
}

async function viewOf(tx: Tx, id: string, { actor, now }: { actor: Actor; now: Date }) {
  const { row, params, strip, scope, version } = await readWarning(tx, id);
  const node = findNode(row.node);
  if (node === undefined) throw new Error(`a warning of ${row.node}, which is no node`);
  const { articles, ...shown } = nodeView(node, await modesAt(tx, now));
  const own = articlesOf(node.articles).filter(({ regime }) => regime === row.regime);
  return {
    warning: row,
    // Those of the statute of the process; of all while nobody announced it.
    node: { ...shown, articles: own.length === 0 ? articles : articleTexts(own) },
    params,
    ...(strip === null || strip === undefined ? {} : { strip }),
    steps: await listSteps(tx, { scope, node: row.node }),
    version,
    may: { handle: isOne(HANDLERS, actor) },
  };
}

export function addWarningRoutes(app: FastifyInstance, deps: WarningDeps): void {
  const { reader, clock } = deps;
  app.get<{ Querystring: WarningQuery }>(
    "/api/warnings",
    { config: READ, schema: { querystring: WarningQuery, response: { 200: WarningPage } } },
    (request) => {
      const { query } = request;
      return reader.read(actorOf(request).scope, async (tx) => {
        const page = await listWarnings(tx, query);
        const cells = await readCells(tx, query);
        countRows(request, page.rows.length);
        return {
          ...page,
          rows: [...page.rows],
          total: totalOf(cells, query),
          counts: countsOf(cells, query),
        };
      });
    },
  );
  app.get<{ Params: { id: string } }>(
    "/api/warnings/:id",
    { config: READ, schema: { params: Id, response: { 200: WarningView } } },
    (request) => {
      const actor = actorOf(request);
      return reader.read(actor.scope, (tx) =>
        viewOf(tx, request.params.id, { actor, now: clock.now() }),
      );
    },
  );
  addNodeRoutes(app, deps);
  addActRoutes(app, deps);
}

function addNodeRoutes(app: FastifyInstance, deps: WarningDeps): void {
  const { reader, clock } = deps;
  const list = (actor: Actor): Promise<NodeList> =>
    reader.read(actor.scope, async (tx) => {
      const modes = await modesAt(tx, clock.now());
      return {
        rows: NODES.map((node) => nodeView(node, modes)),
        may: { setMode: isOne(MODE_SETTERS, actor), handle: isOne(HANDLERS, actor) },
      };
    });
  app.get(
    "/api/warnings/nodes",
    { config: LOOK, schema: { response: { 200: NodeList } } },
    (request) => list(actorOf(request)),
  );
  app.post<{ Params: { node: string }; Body: SetMode }>(
    "/api/warnings/nodes/:node/mode",
    {
      config: { permission: "warnings.set-mode", audit: { object: "warning" } },
      schema: { params: NodeParams, body: SetMode, response: { 200: NodeList } },
    },
    async (request) => {
      const actor = actorOf(request);
      await setMode(actContextOf(actor, deps), request.params.node, request.body);
      return list(actor);
    },
  );
}

function addActRoutes(app: FastifyInstance, deps: WarningDeps): void {
  const { reader, clock } = deps;
  app.post<{ Params: { id: string }; Body: HandleWarning }>(
    "/api/warnings/:id/handling",
    {
      config: { permission: "warnings.handle", audit: { object: "warning" } },
      schema: { params: Id, body: HandleWarning, response: { 200: WarningView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      // What the reader cannot see cannot be handled.
      await reader.read(actor.scope, (tx) => getWarning(tx, id));
      await handleWarning(actContextOf(actor, deps), id, request.body);
      return reader.read(actor.scope, (tx) => viewOf(tx, id, { actor, now: clock.now() }));
    },
  );
  app.post<{ Body: CheckAct }>(
    "/api/warnings/look",
    {
      config: { permission: "warnings.check", audit: { object: "warning" } },
      schema: {
        summary: "What the nodes would say about an act; nothing is recorded as a warning",
        body: CheckAct,
        response: { 200: CheckAnswer },
      },
    },
    (request) => reader.read(actorOf(request).scope, (tx) => lookAt(tx, request.body, clock.now())),
  );
}
