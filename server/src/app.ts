/** Composition root: the list of modules, the guards, the pages. */
import { join } from "node:path";

import { newSigningKey } from "../../paper/src/index.ts";
import type { AppOptions } from "./app-options.ts";
import { addBuiltFiles, PACK_PAGES } from "./built-files.ts";
import { createExchange } from "./create-exchange.ts";
import { drawnInput } from "./demo-pictures.ts";
import { addDemoSites } from "./demo-publications.ts";
import { backupHealth, databaseHealth } from "./health.ts";
import { createAnchorsModule, openChains } from "./modules/anchors/index.ts";
import { createCaseworkModule, createExportModule } from "./modules/casework/index.ts";
import {
  createComplaintsModule,
  listOpenLetters,
  listOpenVoices,
  summariseVoices,
} from "./modules/complaints/index.ts";
import { createDeadlinesModule } from "./modules/deadlines/index.ts";
import { createDossierModule } from "./modules/dossier/index.ts";
import { createDutiesModule, dutiesInForce } from "./modules/duties/index.ts";
import { createEvidenceModule } from "./modules/evidence/index.ts";
import {
  createFollowUpModule,
  requireHeardFirms,
  summariseFollowUp,
} from "./modules/followup/index.ts";
import { createInsightModule } from "./modules/insight/index.ts";
import { createIntakeModule } from "./modules/intake/index.ts";
import { createLookbackModule, lookbackRules } from "./modules/lookback/index.ts";
import { admitMirror, createMirrorModule } from "./modules/mirror/index.ts";
import { createOpeningModule, simulatedSeals } from "./modules/opening/index.ts";
import {
  createOversightModule,
  listOpenNotices,
  summariseOversight,
} from "./modules/oversight/index.ts";
import { procurementFacts } from "./modules/procurement/index.ts";
import { createPublicationModule } from "./modules/publication/index.ts";
import { createScreeningModule } from "./modules/screening/index.ts";
import { createStatutesModule } from "./modules/statutes/index.ts";
import { createTipoffsModule } from "./modules/tipoffs/index.ts";
import { createVenueModule } from "./modules/venue/index.ts";
import { clipsOf, createVideoModule, pictureIn, publicPictures } from "./modules/video/index.ts";
import { createWarningsModule, listRaised } from "./modules/warnings/index.ts";
import { certificateText, createWitnessModule } from "./modules/witness/index.ts";
import { createWitnessingModule } from "./modules/witnessing/index.ts";
import { createWorkbenchModule } from "./modules/workbench/index.ts";
import { createPapers } from "./papers.ts";
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
import { systemClock } from "./platform/clock.ts";
import { createEdgeLog, createEdgeLogModule, recordDeletion } from "./platform/edge-log/index.ts";
import { createErasureModule } from "./platform/erasure/index.ts";
import { rebuild } from "./platform/facts/rebuild.ts";
import { createFactRegistry } from "./platform/facts/registry.ts";
import { createServer } from "./platform/http/server.ts";
import { createIdentityModule } from "./platform/identity/index.ts";
import { createScopedReader } from "./platform/identity/reader.ts";
import { createSessionStore } from "./platform/identity/session.store.ts";
import { createSignInModule, newFactorKey } from "./platform/identity/sign-in/index.ts";
import type { Module, Permissions } from "./platform/module.ts";
import { createNotifyModule } from "./platform/notify/index.ts";
import { fileSecrets } from "./platform/secrets.ts";
import { createMetrics } from "./platform/telemetry.ts";
import { addPublicRoutes, portalPages } from "./portal-routes.ts";
import { addModuleRoutes, startParts } from "./start-parts.ts";

export type { AppOptions } from "./app-options.ts";

export type Application = Awaited<ReturnType<typeof createApp>>;

// oxlint-disable-next-line max-lines-per-function -- the composition root reads best as one list
export async function createApp(options: AppOptions) {
  const { log, clock, operatorToken, isDemo, roles } = options;
  const { db } = options.app;
  const publicDb = options.public.db;
  const metrics = createMetrics();
  const secret = fileSecrets(join(options.dataDir, "secrets"));
  const edgeLog = await createEdgeLog({
    ...options,
    keys: options.edgeLogKeys,
    metrics,
    secret,
  });
  const sessions = createSessionStore(db, clock);
  const registry = createFactRegistry();
  const reader = createScopedReader(options.console, clock);
  const identityChanges = new Set<() => void>();
  const core = { db, registry, clock };
  /** Clocks are counted by calendar and law, whose facts may stand behind those of the voices. */
  const rebuildAll = async () => {
    const report = await rebuild(db, registry);
    await summariseVoices(db);
    await summariseOversight(db);
    await summariseFollowUp(db);
    return report;
  };
  const backup: { loop: BackupLoop | undefined } = { loop: undefined };
  const approvals = createApprovals({ ...core, log });
  const witness = createWitnessModule({
    ...core,
    publicDb,
    dataDir: options.dataDir,
    origin: options.logOrigin,
    log,
    metrics,
    fillerKey: () => secret("certificate-filler", newFactorKey),
    rootsEverySeconds: options.rootsEverySeconds,
    witnessPolicy: options.witnessPolicy,
    sealedLane: options.sealedLane,
    signer: options.signer,
    isDemo,
    mapRoot: (tx) => publication.mapRoot(tx),
    beforeSigning: async (facts) => backup.loop?.holds(facts),
  });
  const anchors = createAnchorsModule({
    ...core,
    log,
    ...options.anchors,
    findSize: async () => (await witness.currentCheckpoint().catch(() => undefined))?.size,
    openChains: () => openChains(options.anchors ?? {}, clock),
  });
  const papers = createPapers({
    clock,
    signingKey: () =>
      secret("pdf-signing-key", () => newSigningKey(options.logOrigin, clock.now())),
  });
  const certify = {
    issueChosen: (choice: Parameters<typeof witness.issueChosen>[0]) => witness.issueChosen(choice),
    paperOf: papers.paperOf,
  };
  const publication = createPublicationModule({
    ...core,
    publicDb,
    paperOf: papers.paperOf,
    sites: options.sites,
    buildCertificate: async ({ ocid, audience }) =>
      certificateText(await witness.issueCertificate({ subject: ocid, audience })),
  });
  const accessLog = createAccessLog(core);
  const audit = createAuditModule({
    ...core,
    reader,
    accessLog,
    approvals,
    retentionDays: options.auditRetentionDays,
    async findCheckpoint() {
      const checkpoint = await witness.currentCheckpoint().catch(() => undefined);
      return checkpoint === undefined ? "-" : `${checkpoint.size} ${checkpoint.root}`;
    },
  });
  const exchange = createExchange(options, registry);
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
    createIdentityModule({
      ...core,
      sessions,
      approvals,
      permissions: () => permissions,
      publicUrl: options.signIn?.publicUrl,
    }),
    createApprovalModule({
      ...core,
      approvals,
      rebuild: async () => {
        await rebuildAll();
        await publication.refreshAll();
      },
      sendBackup: (request, reply) => sendBackup(backupContents(options, modules), request, reply),
    }),
    createSignInModule({ db }),
    createIntakeModule({ ...core, metrics, operatorToken, approvals }),
    { name: "procurement", facts: procurementFacts },
    witness.module,
    anchors.module,
    createMirrorModule({
      ...core,
      findSize: async () => (await witness.currentCheckpoint().catch(() => undefined))?.size ?? 0,
    }),
    createDutiesModule({ ...core, reader, approvals }),
    createStatutesModule({
      ...core,
      approvals,
      listDuties: () => dutiesInForce(db, clock.now()),
      openVoices: () => listOpenVoices(db),
      openLetters: async () => [...(await listOpenLetters(db)), ...(await listOpenNotices(db))],
    }),
    createWarningsModule({ ...core, reader, operatorToken }),
    createDeadlinesModule({ db, registry, log, clock: clock === systemClock ? undefined : clock }),
    createComplaintsModule({
      ...core,
      reader,
      operatorToken,
      publicDb,
      isDemo,
      pages: portalPages,
      secret,
    }),
    createTipoffsModule({
      ...core,
      reader,
      isDemo,
      secret,
    }),
    createScreeningModule({ ...core, reader, beside: lookbackRules }),
    createVenueModule({ ...core, reader }),
    createOpeningModule({
      ...core,
      reader,
      seals: simulatedSeals(() => secret("opening-seal", newFactorKey)),
      pictureOf: pictureIn(publicPictures(options.dataDir)),
    }),
    createVideoModule({
      ...core,
      reader,
      log,
      dataDir: options.dataDir,
      isSecure: options.isSecure,
      addressKey: () => secret("video-address-key", newFactorKey),
      ticketKey: () => secret("video-ticket-key", newFactorKey),
      records: options.records ?? false,
      ...(options.ffmpeg === undefined ? {} : { ffmpeg: options.ffmpeg }),
      quotaGigabytes: options.videoQuotaGigabytes,
      gb28181: options.gb28181,
      listRaised,
      certify: (wanted) => witness.certifyFacts(wanted),
      inputOf: drawnInput({ db, clock, isDemo }),
    }),
    createCaseworkModule({ ...core, reader, beforePublishing: requireHeardFirms }),
    createEvidenceModule({ ...core, reader, pages: PACK_PAGES, ...certify }),
    createFollowUpModule({ ...core, reader }),
    createWitnessingModule({ ...core, reader }),
    createLookbackModule({ ...core, reader }),
    createOversightModule({ ...core, reader, log }),
    createWorkbenchModule({ db, reader, clock }),
    createInsightModule({
      db,
      clock,
      reader,
      findCheckpoint: () => witness.currentCheckpoint().catch(() => undefined),
    }),
    createDossierModule({ ...core, reader, approvals, clipsOf, ...certify }),
    publication.module,
    createExportModule({
      reader,
      clock,
      findCheckpoint: () => witness.currentCheckpoint().catch(() => undefined),
    }),
    exchange.module,
    notify,
    audit.module,
    createEdgeLogModule({ edgeLog, clock }),
    // Last: what it erases was projected before.
    createErasureModule({ ...core, approvals }),
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
    edgeLog,
    operatorToken,
    isDemo,
    isSecure: options.isSecure,
    trustedProxies: options.trustedProxies ?? [],
    clock,
    inside: {
      sessions,
      registry,
      db,
      accessLog,
      permissions,
      hasSignIn: roles.has("console"),
      signIn: {
        ...options.signIn,
        factorKey: () => secret("factor-key", newFactorKey),
      },
      onIdentityChange: (changed) => void identityChanges.add(changed),
    },
    health: [
      databaseHealth(db),
      backupHealth(backup),
      ...modules.flatMap((module) => module.health ?? []),
    ],
  });
  http.addHook("onClose", () => papers.stop());
  await addBuiltFiles(http, { hasConsole: roles.has("console") });
  if (roles.has("portal")) {
    const pictures = publicPictures(options.dataDir);
    addPublicRoutes(http, {
      publicDb,
      clock,
      isDemo,
      pictures,
      findMirror: options.demoMirror,
      paperOf: papers.paperOf,
      issueCertificate: (subject) => witness.issueCertificate({ subject, audience: "public" }),
    });
    addDemoSites(http, { publicDb, isDemo });
  }
  await addModuleRoutes(http, modules, roles);
  const composition = backupContents(options, modules);
  if (roles.has("console")) {
    http.post("/api/admin/rebuild", { config: { permission: "operator" } }, async () => {
      const report = await rebuildAll();
      return { ...report, released: await publication.refreshAll() };
    });
    addBackupRoute(http, composition);
  }
  return {
    http,
    sessions,
    witness,
    anchors,
    publication,
    audit,
    edgeLog,
    registry,
    modules,
    approvals,
    admitMirror: (mirror: Parameters<typeof admitMirror>[1]) => admitMirror(core, mirror),
    rebuild: rebuildAll,
    /** Writes what is new into the continuous backup; nothing if none is made. */
    flushBackup: async () => backup.loop?.flush(),
    async start() {
      const { directory } = options.backup;
      if (directory !== undefined && roles.has("jobs"))
        backup.loop = startBackup({ ...composition, directory, url: options.appUrl, log });
      const onIdentityChange = () => identityChanges.forEach((changed) => changed());
      const running = [edgeLog.startDeleting(recordDeletion(core))];
      return startParts(options, { modules, backup: backup.loop, onIdentityChange, running });
    },
  };
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
