import { existsSync } from "node:fs";
import { join } from "node:path";

/** Composition root: the list of modules, the guards, the pages. */
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";

import * as portal from "../../web/src/apps/portal/index.ts";
import { PROJECT_ROOT } from "./config.ts";
import { createCaseworkModule, createExportModule } from "./modules/casework/index.ts";
import { createDutiesModule } from "./modules/duties/index.ts";
import { createIntakeModule } from "./modules/intake/index.ts";
import { procurementFacts } from "./modules/procurement/index.ts";
import { createPublicationModule } from "./modules/publication/index.ts";
import { createScreeningModule } from "./modules/screening/index.ts";
import { certificateText, createWitnessModule } from "./modules/witness/index.ts";
import { createWorkbenchModule } from "./modules/workbench/index.ts";
import { createApprovalModule, createApprovals } from "./platform/approval/index.ts";
import { createAccessLog, createAuditModule } from "./platform/audit/index.ts";
import {
  addBackupRoute,
  type BackupLoop,
  type KeptTable,
  secretReader,
  sendBackup,
  startBackup,
} from "./platform/backup/index.ts";
import type { Clock } from "./platform/clock.ts";
import type { DatabaseHandle } from "./platform/database.ts";
import { rebuild } from "./platform/facts/rebuild.ts";
import { createFactRegistry } from "./platform/facts/registry.ts";
import { type FeedRunner, startFeed } from "./platform/feed-runner.ts";
import { createServer } from "./platform/http/server.ts";
import { createIdentityModule, IDENTITY_CHANNEL } from "./platform/identity/index.ts";
import { createScopedReader } from "./platform/identity/reader.ts";
import { createSessionStore } from "./platform/identity/session.store.ts";
import {
  createSignInModule,
  newFactorKey,
  type SignInSettings,
} from "./platform/identity/sign-in/index.ts";
import { startJobs } from "./platform/jobs.ts";
import { startListener } from "./platform/listen.ts";
import type { HealthCheck, Module, Permissions } from "./platform/module.ts";
import { createNotifyModule, type NotifyConfig } from "./platform/notify/index.ts";
import { fileSecrets } from "./platform/secrets.ts";
import { createMetrics, type Log } from "./platform/telemetry.ts";

export interface AppOptions {
  readonly app: DatabaseHandle;
  readonly console: DatabaseHandle;
  readonly public: DatabaseHandle;
  readonly appUrl: string;
  readonly dataDir: string;
  readonly logOrigin: string;
  readonly operatorToken: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly isSecure: boolean;
  readonly isDemo: () => boolean;
  /** Doors of others; absent: none. */
  readonly signIn?: Omit<SignInSettings, "factorKey">;
  /** Ways by which notifications leave the console; absent: none. */
  readonly notify?: NotifyConfig;
  /** Days that access records stay searchable. */
  readonly auditRetentionDays: number;
  readonly backup: {
    readonly directory: string | undefined;
    readonly passphrase: string | undefined;
  };
}

export type Application = Awaited<ReturnType<typeof createApp>>;

// oxlint-disable-next-line max-lines-per-function -- the composition root reads best as one list
export async function createApp(options: AppOptions) {
  const { log, clock, operatorToken, isDemo } = options;
  const { db } = options.app;
  const publicDb = options.public.db;
  const metrics = createMetrics();
  const sessions = createSessionStore(db, clock);
  const registry = createFactRegistry();
  const reader = createScopedReader(options.console.db, clock);
  const identityChanges = new Set<() => void>();
  const core = { db, registry, clock };
  const backup: { loop: BackupLoop | undefined } = { loop: undefined };
  const approvals = createApprovals({ ...core, log });
  const witness = createWitnessModule({
    ...core,
    publicDb,
    dataDir: options.dataDir,
    origin: options.logOrigin,
    log,
    metrics,
    beforeSigning: async (size) => backup.loop?.holds(size),
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
    buildCertificate: async (wanted) =>
      certificateText(await witness.buildCertificate({ ...wanted, issuedAt: clock.now() })),
  });
  const accessLog = createAccessLog(core);
  const audit = createAuditModule({
    ...core,
    publicDb,
    reader,
    accessLog,
    retentionDays: options.auditRetentionDays,
    async findCheckpoint() {
      const checkpoint = await witness.currentCheckpoint().catch(() => undefined);
      return checkpoint === undefined ? "-" : `${checkpoint.size} ${checkpoint.root}`;
    },
  });
  const notify = createNotifyModule({
    ...core,
    reader,
    log,
    sessions,
    isDemo,
    url: options.appUrl,
    config: options.notify ?? {},
    rules: () => modules.flatMap(({ notices = [] }) => notices),
    onIdentityChange: (changed) => void identityChanges.add(changed),
  });
  const modules: readonly Module[] = [
    createIdentityModule({ ...core, sessions, approvals, permissions: () => permissions }),
    createApprovalModule({
      ...core,
      approvals,
      rebuild: async () => {
        await rebuild(db, registry);
        await publication.refreshAll();
      },
      sendBackup: (request, reply) => sendBackup(backupContents(options, modules), request, reply),
    }),
    createSignInModule({ db }),
    createIntakeModule({ ...core, metrics, operatorToken, approvals }),
    { name: "procurement", facts: procurementFacts },
    witness.module,
    createDutiesModule({ ...core, reader, publicDb, pages: portal, isDemo }),
    createScreeningModule(core),
    createCaseworkModule({ ...core, reader }),
    createWorkbenchModule({ db, reader, clock }),
    publication.module,
    createExportModule({
      reader,
      clock,
      findCheckpoint: () => witness.currentCheckpoint().catch(() => undefined),
    }),
    notify,
    audit.module,
  ];
  for (const { facts } of modules) if (facts !== undefined) registry.add(facts);
  const permissions = Object.assign({}, ...modules.map((one) => one.permissions)) as Permissions;
  approvals.start(
    modules.flatMap((module) => module.dangerousActs ?? []),
    permissions,
  );
  const http = await createServer({
    log,
    metrics,
    sessions,
    operatorToken,
    isDemo,
    isSecure: options.isSecure,
    registry,
    db,
    clock,
    accessLog,
    signIn: {
      ...options.signIn,
      factorKey: () => fileSecrets(join(options.dataDir, "secrets"))("factor-key", newFactorKey),
    },
    onIdentityChange: (changed) => void identityChanges.add(changed),
    permissions,
    health: [
      databaseHealth(options),
      backupHealth(backup),
      ...modules.flatMap((module) => module.health ?? []),
    ],
  });
  await addWeb(http);
  for (const module of modules) await module.routes?.(http);
  http.post("/api/admin/rebuild", { config: { permission: "operator" } }, async () => {
    const report = await rebuild(db, registry);
    return { ...report, released: await publication.refreshAll() };
  });
  const composition = backupContents(options, modules);
  addBackupRoute(http, composition);
  return {
    http,
    sessions,
    witness,
    publication,
    audit,
    registry,
    modules,
    approvals,
    rebuild: () => rebuild(db, registry),
    /** Writes what is new into the continuous backup; nothing if none is made. */
    flushBackup: async () => backup.loop?.flush(),
    async start() {
      const { directory } = options.backup;
      if (directory !== undefined)
        backup.loop = startBackup({ ...composition, directory, url: options.appUrl, log });
      const onIdentityChange = () => identityChanges.forEach((changed) => changed());
      return startParts(options, { modules, backup: backup.loop, onIdentityChange });
    },
  };
}

interface StartedParts {
  readonly modules: readonly Module[];
  readonly backup: BackupLoop | undefined;
  readonly onIdentityChange: () => void;
}

interface Parts {
  readonly feed: FeedRunner;
  stop(): Promise<void>;
}

/** Tables that backups keep beside the facts: those of the platform and those that modules name. */
export const keptTables = (modules: readonly Module[]): readonly KeptTable[] => [
  { table: "identity.account", read: "whole", key: "account" },
  ...modules.flatMap((module) => module.keeps ?? []),
];

function backupContents(
  { app, clock, dataDir, backup: { passphrase } }: AppOptions,
  modules: readonly Module[],
) {
  const names = modules.flatMap((module) => module.secretFiles ?? []);
  return {
    db: app.db,
    tables: keptTables(modules),
    readSecrets: secretReader({ dataDir, names, passphrase }),
    now: () => clock.now(),
  };
}

/** Starts what runs beside requests; stops it in the reverse order. */
async function startParts(
  { app, appUrl, clock, log }: AppOptions,
  { modules, backup, onIdentityChange }: StartedParts,
): Promise<Parts> {
  const stops: (() => Promise<void>)[] = [
    startListener({ url: appUrl, channel: IDENTITY_CHANNEL, log, onNotice: onIdentityChange }),
  ];
  if (backup !== undefined) stops.push(() => backup.stop());
  for (const module of modules) {
    const stop = await module.start?.();
    if (stop !== undefined) stops.push(stop);
  }
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  const isBusy = () => modules.some((module) => module.isBusy?.() === true);
  const feed = startFeed({ db: app.db, url: appUrl, subscribers, log, isBusy });
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

/** Absent from the list of dependencies is not an option: a server without backups should say so. */
function backupHealth(backup: { readonly loop: BackupLoop | undefined }): HealthCheck {
  return {
    name: "backup",
    check: async () =>
      backup.loop?.health.check() ?? { ok: true, detail: "none is made (MINGJING_BACKUP_DIR)" },
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
