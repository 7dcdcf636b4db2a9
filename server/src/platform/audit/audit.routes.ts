/** The auditor's view, the chief's view, the organs' sealed log, the public count. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { Pending } from "../../../../contract/src/approval.ts";
import {
  AuditCsvQuery,
  AuditDetail,
  AuditPage,
  AuditQuery,
  GapReport,
  RetentionView,
  SealedCount,
  SetRetention,
} from "../../../../contract/src/audit.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Approvals } from "../approval/index.ts";
import type { Database } from "../database.ts";
import { actorOf } from "../http/permission.ts";
import type { ScopedReader } from "../identity/reader.ts";
import { countRows } from "./access-hooks.ts";
import { SET_RETENTION } from "./audit-acts.ts";
import {
  checkGaps,
  countSealed,
  findEntry,
  listEntries,
  ofUnitsLeads,
  resolveFilter,
  withNames,
} from "./audit.store.ts";
import { entriesCsv } from "./entry-csv.ts";
import { findRetention } from "./retention.store.ts";

export interface AuditRouteDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
  /** Of the operator. */
  readonly retentionDays: number | undefined;
  readonly approvals: Approvals;
  /** Size and root of the signed log, for the footer of files. */
  readonly findCheckpoint: () => Promise<string>;
}

const PAGE = 50;
const MOST_IN_FILE = 20_000;
const audit = { object: "audit", sensitive: true } as const;
const Id = Type.Object({ id: Type.String({ format: "uuid" }) });

export function addAuditRoutes(app: FastifyInstance, deps: AuditRouteDeps): void {
  const { db, reader } = deps;
  app.get<{ Querystring: AuditQuery }>(
    "/api/audit/entries",
    {
      config: { permission: "audit.read", audit },
      schema: { querystring: AuditQuery, response: { 200: AuditPage } },
    },
    async ({ query }) => {
      const { cursor, limit = PAGE } = query;
      const page = await listEntries(db, await resolveFilter(db, query), { cursor, limit });
      return { ...page, rows: await withNames(db, page.rows) };
    },
  );
  app.get<{ Params: { id: string } }>(
    "/api/audit/entries/:id",
    {
      config: { permission: "audit.read", audit },
      schema: { params: Id, response: { 200: AuditDetail } },
    },
    async ({ params: { id } }) => {
      const found = await findEntry(db, id);
      if (found === undefined) throw new RuleViolation("audit.not-found", { id });
      const [entry] = await withNames(db, [found.row]);
      return { entry, digest: found.digest, recordedAt: found.recordedAt.toISOString() };
    },
  );
  app.get(
    "/api/audit/gaps",
    { config: { permission: "audit.read", audit }, schema: { response: { 200: GapReport } } },
    async () => checkGaps(db, (await findRetention(db, deps.retentionDays)).days),
  );
  addRetention(app, deps);
  // What a chief may see is what row-level security lets the own scope see, and of that the own unit's leads.
  app.get<{ Querystring: AuditQuery }>(
    "/api/audit/unit-entries",
    {
      config: { permission: "audit.read-unit", audit },
      schema: { querystring: AuditQuery, response: { 200: AuditPage } },
    },
    async (request) => {
      const { scope, department } = actorOf(request);
      const { cursor, limit = PAGE } = request.query;
      const filter = await resolveFilter(db, request.query);
      const also = ofUnitsLeads(department.id);
      const page = await reader.read(scope, (tx) =>
        listEntries(tx, filter, { cursor, limit, also }),
      );
      return { ...page, rows: await withNames(db, page.rows) };
    },
  );
  addCsv(app, deps);
}

function addRetention(
  app: FastifyInstance,
  { db, retentionDays, approvals }: AuditRouteDeps,
): void {
  const object = { object: "auditRetention" } as const;
  app.get(
    "/api/audit/retention",
    {
      config: { permission: "audit.read", audit: { ...object, sensitive: false } },
      schema: { response: { 200: RetentionView } },
    },
    () => findRetention(db, retentionDays),
  );
  app.post<{ Body: SetRetention }>(
    "/api/audit/retention",
    {
      config: { permission: "audit.request-retention", audit: object },
      schema: { body: SetRetention, response: { 202: Pending } },
    },
    async (request, reply) => {
      const { days, reason } = request.body;
      const approval = await approvals.request(actorOf(request), {
        act: SET_RETENTION,
        params: { days },
        reason,
      });
      return reply.code(202).send({ approval });
    },
  );
}

/** `publicDb`: login that sees schema `released` only. */
export function addSealedCountRoute(app: FastifyInstance, publicDb: Database): void {
  app.get(
    "/api/audit/sealed-count",
    { config: { permission: "public" }, schema: { response: { 200: SealedCount } } },
    async () => ({ years: await countSealed(publicDb) }),
  );
}

function addCsv(app: FastifyInstance, { db, findCheckpoint }: AuditRouteDeps): void {
  app.get<{ Querystring: AuditQuery }>(
    "/api/audit/entries.csv",
    {
      config: { permission: "audit.read", audit },
      schema: { querystring: AuditCsvQuery },
    },
    async (request, reply) => {
      const filter = await resolveFilter(db, request.query);
      const { rows, next } = await listEntries(db, filter, { limit: MOST_IN_FILE });
      countRows(request, rows.length);
      const told = Object.entries(request.query).map(([name, value]) => `${name}=${value}`);
      const text = entriesCsv(await withNames(db, rows), {
        filter: told.join(" "),
        checkpoint: await findCheckpoint(),
        isCut: next !== undefined,
      });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="audit.csv"')
        .send(text);
    },
  );
}
