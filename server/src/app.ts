import { existsSync } from "node:fs";
import { join } from "node:path";

/** Composition root: the list of modules, the guards, the pages. */
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";

import * as portal from "../../web/src/apps/portal/index.ts";
import { PROJECT_ROOT } from "./config.ts";
import { createCaseworkModule } from "./modules/casework/index.ts";
import { createDutiesModule } from "./modules/duties/index.ts";
import { createIntakeModule } from "./modules/intake/index.ts";
import { procurementFacts } from "./modules/procurement/index.ts";
import { createPublicationModule } from "./modules/publication/index.ts";
import { createScreeningModule } from "./modules/screening/index.ts";
import { certificateText, createWitnessModule } from "./modules/witness/index.ts";
import type { Clock } from "./platform/clock.ts";
import type { DatabaseHandle } from "./platform/database.ts";
import { rebuild } from "./platform/facts/rebuild.ts";
import { createFactRegistry } from "./platform/facts/registry.ts";
import { type FeedRunner, startFeed } from "./platform/feed-runner.ts";
import { createServer } from "./platform/http/server.ts";
import { createSessionStore } from "./platform/identity/session.store.ts";
import { startJobs } from "./platform/jobs.ts";
import type { HealthCheck, Module, Permissions } from "./platform/module.ts";
import { createMetrics, type Log } from "./platform/telemetry.ts";

export interface AppOptions {
  readonly app: DatabaseHandle;
  readonly public: DatabaseHandle;
  readonly appUrl: string;
  readonly dataDir: string;
  readonly logOrigin: string;
  readonly operatorToken: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly isSecure: boolean;
  readonly isDemo: () => boolean;
}

export type Application = Awaited<ReturnType<typeof createApp>>;

// oxlint-disable-next-line max-lines-per-function -- the composition root reads best as one list
export async function createApp(options: AppOptions) {
  const { log, clock, operatorToken, isDemo } = options;
  const { db } = options.app;
  const publicDb = options.public.db;
  const metrics = createMetrics();
  const sessions = createSessionStore(db);
  const registry = createFactRegistry();
  const core = { db, registry, clock };
  const witness = createWitnessModule({
    ...core,
    publicDb,
    dataDir: options.dataDir,
    origin: options.logOrigin,
    log,
    metrics,
  });
  const publication = createPublicationModule({
    ...core,
    publicDb,
    pages: portal,
    isDemo,
    async findLog() {
      const checkpoint = await witness.currentCheckpoint().catch(() => undefined);
      if (checkpoint === undefined) return null;
      const { root, ...rest } = checkpoint;
      return { ...rest, root: Buffer.from(root, "base64").toString("hex") };
    },
    buildCertificate: async (ocid, title) =>
      certificateText(
        await witness.buildCertificate({ ocid, title, audience: "public", issuedAt: clock.now() }),
      ),
  });
  const modules: readonly Module[] = [
    createIntakeModule({ ...core, metrics, operatorToken }),
    { name: "procurement", facts: procurementFacts },
    witness.module,
    createDutiesModule(),
    createScreeningModule(core),
    createCaseworkModule(core),
    publication.module,
  ];
  for (const { facts } of modules) if (facts !== undefined) registry.add(facts);
  const http = await createServer({
    log,
    metrics,
    sessions,
    operatorToken,
    isDemo,
    isSecure: options.isSecure,
    permissions: Object.assign({}, ...modules.map((module) => module.permissions)) as Permissions,
    health: [databaseHealth(options), ...modules.flatMap((module) => module.health ?? [])],
  });
  await addWeb(http);
  for (const module of modules) await module.routes?.(http);
  http.post("/api/admin/rebuild", { config: { permission: "operator" } }, async () => {
    const report = await rebuild(db, registry);
    return { ...report, released: await publication.refreshAll() };
  });
  return {
    http,
    registry,
    sessions,
    witness,
    publication,
    modules,
    rebuild: () => rebuild(db, registry),
    start: () => startParts(options, modules),
  };
}

interface Parts {
  readonly feed: FeedRunner;
  stop(): Promise<void>;
}

/** Starts what runs beside requests; stops it in the reverse order. */
async function startParts(
  { app, appUrl, clock, log }: AppOptions,
  modules: readonly Module[],
): Promise<Parts> {
  const stops: (() => Promise<void>)[] = [];
  for (const module of modules) {
    const stop = await module.start?.();
    if (stop !== undefined) stops.push(stop);
  }
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  const feed = startFeed({ db: app.db, url: appUrl, subscribers, log });
  stops.push(() => feed.stop());
  const jobs = modules.flatMap((module) => module.jobs ?? []);
  stops.push(await startJobs({ url: appUrl, jobs, clock, log }));
  return {
    feed,
    async stop() {
      for (const stop of stops.toReversed()) await stop();
    },
  };
}

function databaseHealth({ app }: AppOptions): HealthCheck {
  return {
    name: "database",
    async check() {
      await sql`SELECT 1`.execute(app.db);
      return { ok: true };
    },
  };
}

const DIST = join(PROJECT_ROOT, "web/dist");

/** Built files under /static, the console under /console. */
async function addWeb(http: FastifyInstance): Promise<void> {
  if (!existsSync(DIST)) return;
  await http.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.config = { ...route.config, permission: "public" };
      route.schema = { ...route.schema, hide: true };
    });
    await scope.register(fastifyStatic, {
      root: DIST,
      prefix: "/static/",
      index: false,
      setHeaders(reply, path) {
        const isHashed = path.includes("/assets/");
        reply.header(
          "cache-control",
          isHashed ? "public, max-age=31536000, immutable" : "no-cache",
        );
      },
    });
    for (const url of ["/console", "/console/*"]) {
      scope.get(url, (_request, reply) =>
        reply.header("cache-control", "no-cache").sendFile("console.html"),
      );
    }
  });
}
