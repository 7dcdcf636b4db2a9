/** Starts a process inside: any of the roles intake, console, portal and jobs, on the inner database. */
import { randomBytes } from "node:crypto";

import { sql } from "kysely";

import { anchorSettings } from "./anchor-settings.ts";
import { type Application, type AppOptions, createApp } from "./app.ts";
import { ALL_ROLES, type Config, ConfigError, isLoopback } from "./config.ts";
import { startDemoEvidence } from "./demo-anchors.ts";
import { prepareDemoMirror } from "./demo-mirror.ts";
import { HalfLoadedCity, isHalfLoaded, markLoaded, markLoading } from "./demo-restart.ts";
import { startDemoWitnesses } from "./demo-witnesses.ts";
import {
  DEMO_SOURCE,
  type DemoOptions,
  loadDemoCity,
  startLiveCity,
  startOpenings,
} from "./demo.ts";
import { SEALED_KINDS } from "./modules/procurement/index.ts";
import { openDatabases, type Starting } from "./open-databases.ts";
import { systemClock } from "./platform/clock.ts";
import { signInSettings } from "./sign-in-settings.ts";
import { readWitnessPolicy } from "./witness-policy.ts";

/** In a busy hour so many seconds pass between roots; in a quiet one none are recorded. */
const ROOTS_EVERY_SECONDS = 5;

/** Leaves and period of a block of sealed facts: whatever waits is in the log within a minute (decision 0036). */
const LOG_BLOCK = 8;
const LOG_BLOCK_SECONDS = 20;

/** The simulated sites of the demo city. */
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** The demo has nothing to hide, and shows facts in the log at once. */
const logSettings = ({ logBlock }: Config, isDemo: boolean) => ({
  rootsEverySeconds: ROOTS_EVERY_SECONDS,
  sealedLane: {
    slots: logBlock ?? (isDemo ? 0 : LOG_BLOCK),
    everySeconds: LOG_BLOCK_SECONDS,
    kinds: SEALED_KINDS,
  },
});

export async function startInner({ config, log, stops }: Starting): Promise<void> {
  const {
    app,
    console: consoleDatabase,
    public: publicDatabase,
    appUrl,
    secret,
  } = await openDatabases({ config, log, stops });
  const isDemo = await decideDemo(config, app.db);
  const operatorToken =
    config.token ?? (await secret("operator-token", () => randomBytes(32).toString("base64url")));
  const given = await readWitnessPolicy(config.witnessPolicy);
  const demo = isDemo
    ? await prepareDemo({ config, log, stops }, { secret, given, app })
    : undefined;
  const listening: { address: string | undefined } = { address: undefined };
  const options: AppOptions = {
    ...asConfigured(config),
    roles: config.roles,
    app,
    console: consoleDatabase,
    public: publicDatabase,
    appUrl,
    dataDir: config.dataDir,
    logOrigin: config.logOrigin,
    operatorToken,
    clock: systemClock,
    log,
    isSecure: config.publicUrl?.startsWith("https:") ?? false,
    trustedProxies: config.trustedProxies,
    isDemo: () => isDemo,
    signIn: signInSettings(config),
    notify: { ...config.notify, publicUrl: config.publicUrl },
    anchors: anchorSettings({ ...config.anchors, ...demo?.evidence }, secret),
    ...logSettings(config, isDemo),
    witnessPolicy: demo?.witnesses ?? (given && (() => given)),
    demoMirror: demo?.mirror?.url,
    records: config.cameras === "on",
    ...(config.ffmpeg === undefined ? {} : { ffmpeg: config.ffmpeg }),
    sites: {
      publicUrl: () => config.publicUrl ?? listening.address,
      hosts: isDemo ? [...config.siteHosts, ...LOOPBACK] : config.siteHosts,
    },
    backup: { directory: config.backupDir, passphrase: config.backupPassphrase },
  };
  const application = await createApp(options);
  stops.push(() => application.http.close());
  const address = await application.http.listen({ host: config.host, port: config.port });
  listening.address = address;
  const parts = await application.start();
  stops.push(() => parts.stop());
  await greet(application, { address, isDemo, config });
  if (demo === undefined || parts.feed === undefined) return;
  const { mirror, isLoaded } = demo;
  await runDemo(
    { config, log, stops },
    { application, options, feed: parts.feed, projects: config.demoProjects, isLoaded },
    async () => mirror?.begin(address, application.admitMirror),
  );
}

/** What goes from the configuration into the application as it is. */
const asConfigured = ({
  auditRetentionDays,
  edgeLogKeys,
  ferry,
  signer,
  gb28181,
  videoQuotaGigabytes,
}: Config) => ({
  auditRetentionDays,
  videoQuotaGigabytes,
  edgeLogKeys,
  ferry,
  signer,
  gb28181,
});

interface DemoGiven {
  readonly secret: Parameters<typeof startDemoEvidence>[0]["secret"];
  /** What the operator named in place of the demo's witnesses. */
  readonly given: Awaited<ReturnType<typeof readWitnessPolicy>>;
  readonly app: AppOptions["app"];
}

/** What stands beside the demo city as processes and services of their own. */
async function prepareDemo(starting: Starting, { given, secret, app }: DemoGiven) {
  const { config, stops } = starting;
  await refuseHalfCity(config);
  return {
    isLoaded: await hasDemo(app.db),
    witnesses: given === undefined ? startDemoWitnesses(starting) : () => given,
    evidence: await startDemoEvidence({ config, secret, stops }),
    mirror: config.demoMirror === "on" ? prepareDemoMirror(starting) : undefined,
  };
}

interface DemoRun extends DemoOptions {
  /** An earlier start did. */
  readonly isLoaded: boolean;
}

async function runDemo(
  { log, stops }: Starting,
  demo: DemoRun,
  beginMirror: () => Promise<void>,
): Promise<void> {
  const live: { stop: (() => void) | undefined; stopped: boolean } = {
    stop: undefined,
    stopped: false,
  };
  const work = (demo.isLoaded ? Promise.resolve() : loadWhole(demo))
    .then(() => {
      if (!live.stopped) live.stop = startLiveCity(demo);
      beginMirror().catch((error: unknown) => {
        if (!live.stopped) log.error({ err: error }, "the demo mirror could not be started");
      });
    })
    .catch((error: unknown) => {
      if (!live.stopped) log.error({ err: error }, "demo city could not be loaded");
    });
  const stopOpenings = startOpenings(demo);
  stops.push(async () => {
    live.stopped = true;
    live.stop?.();
    stopOpenings();
    await Promise.race([work, new Promise((resolve) => setTimeout(resolve, 3000))]);
  });
}

async function loadWhole(demo: DemoRun): Promise<void> {
  const { dataDir } = demo.options;
  await markLoading(dataDir);
  await loadDemoCity(demo);
  await markLoaded(dataDir);
}

/** @throws HalfLoadedCity where the city can be thrown away, ConfigError where somebody else's database holds it */
async function refuseHalfCity({ dataDir, databaseUrl }: Config): Promise<void> {
  if (!(await isHalfLoaded(dataDir))) return;
  if (databaseUrl !== undefined)
    throw new ConfigError(
      `The demo city was not loaded whole the last time. Give an empty database in DATABASE_URL, and delete ${dataDir}.`,
    );
  throw new HalfLoadedCity(
    "演示城市上次没有载入完，从头载入 (the demo city was not loaded whole the last time: it is loaded anew)",
  );
}

/** Demo data never mixes with real data, and never leaves the machine (contracts.md §5). */
async function decideDemo(config: Config, db: AppOptions["app"]["db"]): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM intake.source`.execute(db);
  const hasReal = rows.some(({ name }) => name !== DEMO_SOURCE);
  const isThere = rows.some(({ name }) => name === DEMO_SOURCE);
  const isAllowed = config.roles === ALL_ROLES && isLoopback(config.host) && !hasReal;
  if (config.demo === "on" && !isAllowed) {
    throw new ConfigError(
      "MINGJING_DEMO=on is refused: the address is not loopback, a real source is registered, or MINGJING_ROLES is not all.",
    );
  }
  if (config.demo === "off" || !isAllowed) return false;
  if (config.demo === "on" || isThere) return true;
  return config.databaseUrl === undefined && (await isUntouched(db));
}

async function hasDemo(db: AppOptions["app"]["db"]): Promise<boolean> {
  const { rows } = await sql`SELECT FROM intake.source WHERE name = ${DEMO_SOURCE}`.execute(db);
  return rows.length > 0;
}

/** True if nothing was recorded and nobody has an account. */
async function isUntouched(db: AppOptions["app"]["db"]): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM fact.fact UNION ALL SELECT FROM identity.account LIMIT 1`.execute(db);
  return rows.length === 0;
}

async function greet(
  { sessions }: Application,
  { address, isDemo, config }: { address: string; isDemo: boolean; config: Config },
): Promise<void> {
  const { roles, dataDir } = config;
  const lines = [
    roles === ALL_ROLES ? "明镜 Mingjing" : `明镜 Mingjing · ${[...roles].join(", ")}`,
    ...(roles.has("portal") ? [`  门户 portal   ${address}/`] : []),
    ...(roles.has("console") ? [`  工作台 console ${address}/console`] : []),
    `  接口 API      ${address}/api/docs`,
    `  数据 data     ${dataDir}`,
  ];
  if (isDemo)
    lines.push("  演示城市云澜市正在载入或继续运行 (demo city; sign in on the console page)");
  else if (roles.has("console") && (await sessions.countAccounts()) === 0) {
    const token = randomBytes(24).toString("base64url");
    await sessions.addOneTimeLink(token, "setup");
    lines.push(`  首次设置 set-up (once, 24 h) ${address}/console/setup?token=${token}`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}
