/** Starts a process: configuration, database, application, listening. */
import { type Config, ConfigError, isPortalAlone, readConfig } from "./config.ts";
import { discardCity, HalfLoadedCity } from "./demo-restart.ts";
import type { Starting } from "./open-databases.ts";
import { EmbeddedPostgresError } from "./platform/embedded-postgres/index.ts";
import { createLog, type Log } from "./platform/telemetry.ts";

interface Running {
  stop(): Promise<void>;
}

async function start(config: Config, log: Log): Promise<Running> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  const begin = async () => {
    try {
      await startKind({ config, log, stops });
    } catch (error) {
      await stop().catch(() => undefined);
      throw error;
    }
  };
  await begin().catch(async (error: unknown) => {
    if (!(error instanceof HalfLoadedCity)) throw error;
    process.stdout.write(`${error.message}\n`);
    await discardCity(config.dataDir);
    await begin();
  });
  return { stop };
}

/** A portal host does not even load what works inside. */
async function startKind(starting: Starting): Promise<void> {
  if (isPortalAlone(starting.config))
    return (await import("./start-portal.ts")).startPortal(starting);
  return (await import("./start-inner.ts")).startInner(starting);
}

const STOP_LIMIT_MS = 15_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const running = await start(config, log);
  const onSignal = () => {
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    running
      .stop()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      });
  };
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
}

try {
  await main();
} catch (error) {
  const isKnown = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${isKnown ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
