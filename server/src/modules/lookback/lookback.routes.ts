/** The look-back over HTTP. Every read is recorded like any sensitive read. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  AnswerAsk,
  AskCommittee,
  Done,
  LookbackList,
  LookbackReport,
  LookbackView,
  LotQuery,
  OwnAsks,
  ReferLookback,
  SignLookback,
} from "../../../../contract/src/lookback.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { docx, DOCX_TYPE } from "../../platform/docx/index.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  answerAsk,
  askCommittee,
  departmentOf,
  type HeldLot,
  holdLot,
  referFindings,
  signReport,
  textHash,
} from "./acts.service.ts";
import { reportDocument, sheetCsv } from "./files.service.ts";
import { listLots, listOwnAsks } from "./lot.store.ts";
import { reportLines } from "./report.ts";
import { ACTORS, ANSWERERS } from "./roles.ts";
import { viewOf } from "./view.ts";

export interface LookbackDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const AUDIT = { object: "score", sensitive: true } as const;
const READ = { permission: "lookback.read", audit: AUDIT } as const;

const isOne = (roles: readonly string[], { role }: Actor): boolean => roles.includes(role);

const keyOf = ({ ocid, lot }: LotQuery) => ({ ocid, lotId: lot });

type Query = { Querystring: LotQuery };

export function addLookbackRoutes(app: FastifyInstance, deps: LookbackDeps): void {
  addReads(app, deps);
  addFiles(app, deps);
  addOwn(app, deps);
  addActs(app, deps);
}

/** Reads with the reader's own login; what it does not see is absent. */
function readLot<T>(
  request: FastifyRequest,
  { reader, clock }: LookbackDeps,
  { query, work }: { readonly query: LotQuery; readonly work: (held: HeldLot, tx: Tx) => T },
): Promise<Awaited<T>> {
  const { scope } = actorOf(request);
  return reader.read(scope, async (tx) =>
    work(await holdLot(tx, keyOf(query), { scope, now: clock.now() }), tx),
  ) as Promise<Awaited<T>>;
}

async function viewLot(
  request: FastifyRequest,
  deps: LookbackDeps,
  query: LotQuery,
): Promise<LookbackView> {
  const actor = actorOf(request);
  const isActor = isOne(ACTORS, actor);
  const held = await readLot(request, deps, { query, work: (lot) => lot });
  const view = viewOf(held, { ask: isActor, answer: isActor, sign: isActor, refer: isActor });
  const department = view.may.refer
    ? await departmentOf(deps.db as unknown as Tx, held.row, deps.clock.now().toISOString())
    : undefined;
  return {
    row: shownRow(held.row),
    ...view,
    ...(department === undefined ? {} : { department }),
  };
}

const shownRow = ({
  version: _version,
  examinationId: _id,
  industry: _industry,
  place: _place,
  ...row
}: HeldLot["row"]): LookbackView["row"] => row;

function addReads(app: FastifyInstance, deps: LookbackDeps): void {
  app.get(
    "/api/lookback/lots",
    { config: READ, schema: { response: { 200: LookbackList } } },
    async (request) => {
      const { scope } = actorOf(request);
      const now = deps.clock.now();
      const rows = await deps.reader.read(scope, (tx) => listLots(tx, { scope, now }));
      countRows(request, rows.length);
      return { rows: rows.map(shownRow) };
    },
  );
  app.get<Query>(
    "/api/lookback/lot",
    { config: READ, schema: { querystring: LotQuery, response: { 200: LookbackView } } },
    (request) => viewLot(request, deps, request.query),
  );
  app.get<Query>(
    "/api/lookback/report",
    { config: READ, schema: { querystring: LotQuery, response: { 200: LookbackReport } } },
    (request) => readLot(request, deps, { query: request.query, work: reportOf }),
  );
}

/** The signed text where there is one. */
function reportOf(held: HeldLot): LookbackReport {
  const signed = held.events.find(({ kind }) => kind === "lookback.report-signed")?.payload;
  if (signed !== undefined)
    return {
      lines: signed["text"] as string[],
      hash: String(signed["textHash"]),
      isSigned: true,
    };
  const lines = reportLines(held);
  return { lines, hash: textHash(lines), isSigned: false };
}

const fileName = ({ ocid, lot }: LotQuery, end: string): string =>
  `attachment; filename="${`lookback-${ocid}-${lot}`.replaceAll(/[^\w.-]/g, "_")}.${end}"`;

function addFiles(app: FastifyInstance, deps: LookbackDeps): void {
  app.get<Query>(
    "/api/lookback/report.docx",
    { config: READ, schema: { querystring: LotQuery } },
    async (request, reply) => {
      const { query } = request;
      const { lines, hash } = await readLot(request, deps, { query, work: reportOf });
      return reply
        .type(DOCX_TYPE)
        .header("content-disposition", fileName(query, "docx"))
        .send(Buffer.from(docx(reportDocument(lines, hash))));
    },
  );
  app.get<Query>(
    "/api/lookback/sheet.csv",
    { config: READ, schema: { querystring: LotQuery } },
    async (request, reply) => {
      const { query } = request;
      const work = ({ newest }: HeldLot) => sheetCsv(newest.examination);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", fileName(query, "csv"))
        .send(await readLot(request, deps, { query, work }));
    },
  );
}

function addOwn(app: FastifyInstance, { reader }: LookbackDeps): void {
  app.get(
    "/api/lookback/own",
    {
      config: { permission: "lookback.own", audit: AUDIT },
      schema: { response: { 200: OwnAsks } },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const rows = await reader.read(scope, (tx) => listOwnAsks(tx, scope.own));
      return { rows: rows.map((row) => ({ ...row, mayAnswer: row.answer === undefined })) };
    },
  );
}

const AskParams = Type.Object({ ask: Type.String({ format: "uuid" }) });

/** As evaluator: the item that names the own token, seen by the own login. @throws RuleViolation lookback.ask-not-found */
async function evaluatorOf(request: FastifyRequest, { reader }: LookbackDeps, ask: string) {
  const { scope } = actorOf(request);
  const rows = await reader.read(scope, (tx) => listOwnAsks(tx, scope.own));
  const items = rows.find((row) => row.ask === ask)?.items ?? [];
  const evaluator = items.find((item) => item.evaluator !== undefined)?.evaluator;
  if (evaluator === undefined)
    throw new RuleViolation("lookback.ask-not-found", {}, { status: 404 });
  return evaluator;
}

function addActs(app: FastifyInstance, deps: LookbackDeps): void {
  const audit = { object: "score" } as const;
  const response = { 200: LookbackView };
  const context = (request: FastifyRequest) => actContextOf(actorOf(request), deps);

  app.post<{ Body: AskCommittee }>(
    "/api/lookback/asks",
    { config: { permission: "lookback.ask", audit }, schema: { body: AskCommittee, response } },
    async (request) => {
      await viewLot(request, deps, request.body);
      await askCommittee(context(request), request.body);
      return viewLot(request, deps, request.body);
    },
  );
  app.post<{ Params: { ask: string }; Body: AnswerAsk }>(
    "/api/lookback/asks/:ask/answer",
    {
      config: { permission: "lookback.answer", audit },
      schema: { params: AskParams, body: AnswerAsk, response: { 200: Done } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { ask } = request.params;
      const isEvaluator = isOne(ANSWERERS, actor) && actor.role === "expert";
      const evaluator = isEvaluator ? await evaluatorOf(request, deps, ask) : undefined;
      // An evaluator's login sees no lot: the ask was checked to be the own one.
      const own = context(request);
      const acting = isEvaluator ? { ...own, scope: undefined } : own;
      await answerAsk(acting, { ask, evaluator }, request.body);
      return { done: true };
    },
  );
  app.post<{ Body: SignLookback }>(
    "/api/lookback/signature",
    { config: { permission: "lookback.sign", audit }, schema: { body: SignLookback, response } },
    async (request) => {
      await viewLot(request, deps, request.body);
      await signReport(context(request), request.body);
      return viewLot(request, deps, request.body);
    },
  );
  app.post<{ Body: ReferLookback }>(
    "/api/lookback/referral",
    { config: { permission: "lookback.refer", audit }, schema: { body: ReferLookback, response } },
    async (request) => {
      await viewLot(request, deps, request.body);
      await referFindings(context(request), request.body);
      return viewLot(request, deps, request.body);
    },
  );
}
