/** Batches, receipts, sources and the quarantine over HTTP. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";

import { SourcePending, SourceRequest } from "../../../../contract/src/approval.ts";
import { sourceKeyRegistered } from "../../../../contract/src/facts/intake.source-key-registered.ts";
import type { SourceRegistered } from "../../../../contract/src/facts/intake.source-registered.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Approvals, type DangerousAct, defineAct } from "../../platform/approval/index.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { bearerOf } from "../../platform/http/server.ts";
import { writeTo } from "../../platform/http/slow-reader.ts";
import { ClosedError } from "../../platform/joint-commit.ts";
import type { Metrics } from "../../platform/telemetry.ts";
import { type BatchOptions, type BatchSummary, takeBatch } from "./batch.service.ts";
import { createIntakeStore } from "./intake.store.ts";
import { createKnownSources } from "./known-sources.ts";
import { createSmallBatches, type SmallBatches } from "./small-batch.service.ts";
import { registerSourceAct } from "./source-act.ts";

export interface IntakeDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly operatorToken: string;
  readonly approvals: Approvals;
}

interface RouteDeps extends IntakeDeps {
  /** Batches under way, counted here. */
  readonly load: { batches: number };
}

const hashKey = (key: string): string => createHash("sha256").update(key).digest("hex");

const NewSource = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z][a-z0-9-]{1,62}$" }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    zone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  },
  { additionalProperties: false },
);

export type SourceFinder = (request: FastifyRequest) => Promise<string>;

/** Bearer key of a source; the operator may send for any source by `?source=`. */
export function createSourceFinder({
  db,
  clock,
  operatorToken,
}: Pick<IntakeDeps, "db" | "clock" | "operatorToken">): SourceFinder {
  const store = createIntakeStore(db);
  const byKey = createKnownSources((key) => store.findSourceByKey(hashKey(key)));
  const byName = createKnownSources(async (name) =>
    (await store.hasSource(name)) ? name : undefined,
  );
  return async (request) => {
    const key = bearerOf(request);
    if (key === undefined) throw new RuleViolation("intake.key-required", {}, { status: 401 });
    const now = clock.now().getTime();
    if (key !== operatorToken) {
      const source = await byKey(key, now);
      if (source === undefined) throw new RuleViolation("intake.key-required", {}, { status: 401 });
      return source;
    }
    const { source = "" } = request.query as { source?: string };
    if (source === "" || (await byName(source, now)) === undefined) {
      throw new RuleViolation("intake.unknown-source", { source }, { status: 400 });
    }
    return source;
  };
}

export function addIntakeRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const sourceOf = createSourceFinder(deps);
  addBatchRoute(app, deps, sourceOf);
  addReceiptRoutes(app, deps, sourceOf);
  addSourceRoutes(app, deps);
  addSourceKeyRoute(app, deps);
}

const NDJSON = "application/x-ndjson";

function addBatchRoute(app: FastifyInstance, deps: RouteDeps, sourceOf: SourceFinder): void {
  const now = () => deps.clock.now();
  const small = createSmallBatches({ ...deps, now });
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.addHook("onClose", () => small.close());
    scope.post(
      "/api/intake/batches",
      {
        config: { permission: "source" },
        // Machines read the answer; the headers for browsers would be a twentieth of the work.
        helmet: false,
        bodyLimit: Number.MAX_SAFE_INTEGER,
        schema: {
          summary:
            "Facts as NDJSON, streamed; one receipt a line with Accept: application/x-ndjson",
          querystring: Type.Object({ source: Type.Optional(Type.String()) }),
        },
      },
      async (request, reply) => {
        const source = await sourceOf(request);
        deps.load.batches += 1;
        try {
          return await answerBatch({ request, reply }, { ...deps, source, small, now });
        } finally {
          deps.load.batches -= 1;
        }
      },
    );
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface BatchDeps extends IntakeDeps {
  readonly source: string;
  readonly small: SmallBatches;
  readonly now: () => Date;
}

async function answerBatch(
  { request, reply }: Exchange,
  { source, small, metrics, ...deps }: BatchDeps,
): Promise<BatchSummary | FastifyReply> {
  const body = (request.body ?? Readable.from([])) as Readable;
  const wantsReceipts = request.headers.accept?.includes(NDJSON) === true;
  const options = { ...deps, source, batch: randomUUID() };
  if (small.isSmall(request.headers["content-length"])) {
    const { receipts, summary } = await small.take(body, options).catch(refuseWhenClosed);
    countMetrics(metrics, summary);
    return wantsReceipts ? reply.type(NDJSON).send(ndjson([...receipts, { summary }])) : summary;
  }
  if (wantsReceipts) return streamReceipts({ request, reply }, { ...options, body, metrics });
  const summary = await takeBatch(body, options, () => undefined);
  countMetrics(metrics, summary);
  return summary;
}

function refuseWhenClosed(error: unknown): never {
  if (error instanceof ClosedError) throw new RuleViolation("intake.stopping", {}, { status: 503 });
  throw error;
}

const ndjson = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

interface StreamOptions extends BatchOptions {
  readonly body: AsyncIterable<Uint8Array>;
  readonly metrics: Metrics;
}

/** Receipts go out while the body comes in. A fault ends the answer without its last line. */
async function streamReceipts(
  { request, reply }: Exchange,
  { body, metrics, ...options }: StreamOptions,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": NDJSON });
  const write = (rows: readonly object[]) => writeTo(raw, ndjson(rows));
  try {
    const summary = await takeBatch(body, options, write);
    countMetrics(metrics, summary);
    await write([{ summary }]);
    raw.end();
  } catch (error) {
    request.log.error({ err: error }, "batch broke off; receipted lines are kept");
    raw.destroy();
  }
  return reply;
}

function countMetrics(metrics: Metrics, summary: BatchSummary): void {
  for (const outcome of ["accepted", "duplicate", "quarantined"] as const) {
    metrics.facts.inc({ outcome }, summary[outcome]);
  }
}

function addReceiptRoutes(app: FastifyInstance, deps: IntakeDeps, sourceOf: SourceFinder): void {
  const config = { permission: "source" };
  app.get<{ Querystring: { sourceId: string; source?: string } }>(
    "/api/intake/receipts",
    {
      config,
      schema: {
        querystring: Type.Object({ sourceId: Type.String(), source: Type.Optional(Type.String()) }),
      },
    },
    async (request) => ({
      receipts: await createIntakeStore(deps.db).findReceipts(
        await sourceOf(request),
        request.query.sourceId,
      ),
    }),
  );
  app.get("/api/intake/quarantine", { config }, async (request) => ({
    lines: await createIntakeStore(deps.db).listQuarantine(await sourceOf(request), 1000),
  }));
}

function addSourceRoutes(app: FastifyInstance, deps: IntakeDeps): void {
  app.post<{ Body: { name: string; title: string; zone?: string } }>(
    "/api/intake/sources",
    {
      config: { permission: "operator", audit: { object: "source" } },
      schema: {
        summary:
          "Registers a source; the answer shows its key once. An existing source keeps its key.",
        body: NewSource,
      },
    },
    async (request) => {
      const { name } = request.body;
      if (await createIntakeStore(deps.db).hasSource(name)) return { name, isNew: false };
      const key = randomBytes(32).toString("base64url");
      await registerSource(deps, { ...request.body, keyHash: hashKey(key) });
      return { name, isNew: true, key };
    },
  );
}

const KeyParams = Type.Object({ name: NewSource.properties.name });
const NewKey = Type.Object(
  { publicKey: sourceKeyRegistered.payload.properties.publicKey },
  { additionalProperties: false },
);

function addSourceKeyRoute(app: FastifyInstance, { db, registry, clock }: IntakeDeps): void {
  app.post<{ Params: { name: string }; Body: { publicKey: string } }>(
    "/api/intake/sources/:name/signing-key",
    {
      config: { permission: "operator", audit: { object: "source" } },
      schema: {
        summary: "From now on what this source sends about voices must be signed with this key",
        params: KeyParams,
        body: NewKey,
      },
    },
    async (request) => {
      const { name: source } = request.params;
      const { publicKey } = request.body;
      if (!(await createIntakeStore(db).hasSource(source)))
        throw new RuleViolation("intake.unknown-source", { source }, { status: 404 });
      const at = clock.now().toISOString();
      const factId = await inTransaction(db, (tx) =>
        recordFact(tx, registry, {
          kind: sourceKeyRegistered.kind,
          source: "mingjing",
          sourceId: `source/${source}/signing-key/${at}`,
          subject: `source:${source}`,
          occurredAt: at,
          payload: { source, publicKey },
        }),
      );
      return { source, factId };
    },
  );
}

/** The key is made at the request and shown once; it opens nothing before a second person approved the source. */
export function addSourceRequestRoute(
  app: FastifyInstance,
  { db, approvals }: Pick<IntakeDeps, "db" | "approvals">,
): void {
  app.post<{ Body: SourceRequest }>(
    "/api/sources",
    {
      config: { permission: "sources.request", audit: { object: "source" } },
      schema: { body: SourceRequest, response: { 202: SourcePending } },
    },
    async (request, reply) => {
      const { reason, zone = "Asia/Shanghai", ...source } = request.body;
      if (await createIntakeStore(db).hasSource(source.name))
        throw new RuleViolation("approval.source-exists", { name: source.name });
      const key = randomBytes(32).toString("base64url");
      const params = { ...source, zone, keyHash: hashKey(key) };
      const act = "intake.register-source";
      const approval = await approvals.request(actorOf(request), { act, params, reason });
      return reply.code(202).send({ approval, key });
    },
  );
}

interface NewSourceFact {
  readonly name: string;
  readonly title: string;
  readonly zone?: string;
  readonly keyHash?: string;
}

/** Registers a source as a fact of the platform itself. */
export async function registerSource(
  { db, registry, clock }: Pick<IntakeDeps, "db" | "registry" | "clock">,
  { name, title, zone = "Asia/Shanghai", keyHash }: NewSourceFact,
): Promise<void> {
  const payload = { name, title, zone, ...(keyHash === undefined ? {} : { keyHash }) };
  const at = clock.now().toISOString();
  await inTransaction(db, (tx) => recordSource(tx, registry, { payload, at }));
}

async function recordSource(
  tx: Tx,
  registry: IntakeDeps["registry"],
  { payload, at }: { readonly payload: SourceRegistered; readonly at: string },
): Promise<void> {
  await recordFact(tx, registry, {
    kind: "intake.source-registered",
    source: "mingjing",
    sourceId: `source/${payload.name}`,
    subject: `source:${payload.name}`,
    occurredAt: at,
    payload,
  });
}

export const sourceActs = ({ registry }: Pick<IntakeDeps, "registry">): readonly DangerousAct[] => [
  defineAct(
    registerSourceAct({
      register: (tx, payload, at) => recordSource(tx, registry, { payload, at }),
    }),
  ),
];
