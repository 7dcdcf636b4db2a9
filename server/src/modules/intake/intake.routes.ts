/** Batches, receipts, sources and the quarantine over HTTP. */
import { createHash, randomBytes, randomUUID } from "node:crypto";

import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { bearerOf } from "../../platform/http/server.ts";
import type { Metrics } from "../../platform/telemetry.ts";
import { type BatchSummary, type Receipt, takeBatch } from "./batch.service.ts";
import { createIntakeStore } from "./intake.store.ts";

export interface IntakeDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly operatorToken: string;
}

const hashKey = (key: string): string => createHash("sha256").update(key).digest("hex");

const NewSource = Type.Object({
  name: Type.String({ pattern: "^[a-z][a-z0-9-]{1,62}$" }),
  title: Type.String({ minLength: 1, maxLength: 200 }),
  zone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
});

/** Bearer key of a source; the operator may send for any source by `?source=`. */
async function sourceOf(request: FastifyRequest, deps: IntakeDeps): Promise<string> {
  const key = bearerOf(request);
  if (key === undefined) throw new RuleViolation("intake.key-required", {}, { status: 401 });
  const store = createIntakeStore(deps.db);
  if (key !== deps.operatorToken) {
    const source = await store.findSourceByKey(hashKey(key));
    if (source === undefined) throw new RuleViolation("intake.key-required", {}, { status: 401 });
    return source;
  }
  const { source } = request.query as { source?: string };
  if (source === undefined || !(await store.hasSource(source))) {
    throw new RuleViolation("intake.unknown-source", { source: source ?? "" }, { status: 400 });
  }
  return source;
}

export function addIntakeRoutes(app: FastifyInstance, deps: IntakeDeps): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post(
      "/api/intake/batches",
      {
        config: { permission: "source" },
        bodyLimit: Number.MAX_SAFE_INTEGER,
        schema: {
          summary:
            "Facts as NDJSON, streamed; one receipt a line with Accept: application/x-ndjson",
          querystring: Type.Object({ source: Type.Optional(Type.String()) }),
        },
      },
      async (request, reply) => {
        const source = await sourceOf(request, deps);
        const body = request.body as AsyncIterable<Uint8Array>;
        const options = { ...deps, source, batch: randomUUID(), now: () => deps.clock.now() };
        if (!request.headers.accept?.includes("application/x-ndjson")) {
          const summary = await takeBatch(body, options, () => undefined);
          countMetrics(deps.metrics, summary);
          return summary;
        }
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, { "content-type": "application/x-ndjson" });
        const write = async (receipts: readonly (Receipt | object)[]) => {
          const text = receipts.map((receipt) => `${JSON.stringify(receipt)}\n`).join("");
          if (!raw.write(text)) {
            await new Promise<void>((resolve) => {
              const done = () => resolve();
              raw.once("drain", done);
              raw.once("close", done);
            });
          }
        };
        try {
          const summary = await takeBatch(body, options, write);
          countMetrics(deps.metrics, summary);
          await write([{ summary }]);
          raw.end();
        } catch (error) {
          request.log.error({ err: error }, "batch broke off; receipted lines are kept");
          raw.destroy();
        }
        return reply;
      },
    );
  });
  addReceiptRoutes(app, deps);
  addSourceRoutes(app, deps);
}

function countMetrics(metrics: Metrics, summary: BatchSummary): void {
  for (const outcome of ["accepted", "duplicate", "quarantined"] as const) {
    metrics.facts.inc({ outcome }, summary[outcome]);
  }
}

function addReceiptRoutes(app: FastifyInstance, deps: IntakeDeps): void {
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
        await sourceOf(request, deps),
        request.query.sourceId,
      ),
    }),
  );
  app.get("/api/intake/quarantine", { config }, async (request) => ({
    lines: await createIntakeStore(deps.db).listQuarantine(await sourceOf(request, deps), 1000),
  }));
}

function addSourceRoutes(app: FastifyInstance, deps: IntakeDeps): void {
  app.post<{ Body: { name: string; title: string; zone?: string } }>(
    "/api/intake/sources",
    {
      config: { permission: "operator" },
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
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "intake.source-registered",
      source: "mingjing",
      sourceId: `source/${name}`,
      subject: `source:${name}`,
      occurredAt: clock.now().toISOString(),
      payload,
    }),
  );
}
