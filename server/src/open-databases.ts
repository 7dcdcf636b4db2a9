/** The databases of a process: embedded or external, migrated, opened with the serving logins. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { type Config, ConfigError } from "./config.ts";
import { type DatabaseHandle, openDatabase } from "./platform/database.ts";
import { startEmbeddedPostgres } from "./platform/embedded-postgres/index.ts";
import {
  ensurePublicRole,
  ensureServingRoles,
  migrate,
  refuseCuriousLogin,
  refusePowerfulLogin,
  requireMigrated,
  type SecretStore,
  type ServingUrls,
} from "./platform/migrate.ts";
import { fileSecrets } from "./platform/secrets.ts";
import type { Log } from "./platform/telemetry.ts";

export interface Starting {
  readonly config: Config;
  readonly log: Log;
  /** What must be stopped, in the order of starting. */
  readonly stops: (() => Promise<void>)[];
}

export interface OpenDatabases {
  /** For migrations and restores only; absent in a process that was given the serving logins alone. */
  readonly ownerUrl: string | undefined;
  readonly appUrl: string;
  readonly app: DatabaseHandle;
  readonly console: DatabaseHandle;
  readonly public: DatabaseHandle;
  readonly secret: SecretStore;
}

/** Starts PostgreSQL unless the configuration names one, migrates, and opens the serving connections. */
export async function openDatabases(starting: Starting): Promise<OpenDatabases> {
  const { config, log, stops } = starting;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const secret = fileSecrets(join(config.dataDir, "secrets"));
  const served = servedWithoutOwner(config);
  const ownerUrl = served === undefined ? await ownerDatabase(starting) : undefined;
  const { appUrl, consoleUrl, publicUrl } = served ?? (await ownServing(ownerUrl, config, secret));
  const onError = (error: Error) => log.warn({ err: error }, "database connection lost");
  const app = openDatabase(appUrl, { onError });
  const consoleDatabase = openDatabase(consoleUrl, { onError, keepsPlans: true });
  const publicDatabase = openDatabase(publicUrl, { connections: 6, onError });
  stops.push(async () => {
    await app.close();
    await consoleDatabase.close();
    await publicDatabase.close();
  });
  await refusePowerfulLogin(app.pool);
  await refusePowerfulLogin(consoleDatabase.pool);
  await refusePowerfulLogin(publicDatabase.pool);
  if (served !== undefined) await requireMigrated(app.pool);
  return { ownerUrl, appUrl, app, console: consoleDatabase, public: publicDatabase, secret };
}

/** A host that only serves needs no owner: the three logins are enough, and safer. */
function servedWithoutOwner(config: Config): ServingUrls | undefined {
  const { databaseUrl, appDatabaseUrl, consoleDatabaseUrl, publicDatabaseUrl } = config;
  if (databaseUrl !== undefined) return undefined;
  const given = [appDatabaseUrl, consoleDatabaseUrl, publicDatabaseUrl];
  if (given.every((url) => url === undefined)) return undefined;
  if (!appDatabaseUrl || !consoleDatabaseUrl || !publicDatabaseUrl)
    throw new ConfigError(
      "Without DATABASE_URL give all of MINGJING_APP_DATABASE_URL, MINGJING_CONSOLE_DATABASE_URL and " +
        "MINGJING_PUBLIC_DATABASE_URL, or none of them.",
    );
  return { appUrl: appDatabaseUrl, consoleUrl: consoleDatabaseUrl, publicUrl: publicDatabaseUrl };
}

async function ownServing(
  ownerUrl: string | undefined,
  config: Config,
  secret: SecretStore,
): Promise<ServingUrls> {
  if (ownerUrl === undefined) throw new Error("no owner connection");
  await migrate(ownerUrl);
  return ensureServingRoles(ownerUrl, {
    app: config.appDatabaseUrl,
    console: config.consoleDatabaseUrl,
    public: config.publicDatabaseUrl,
    secret,
  });
}

async function ownerDatabase({ config, log, stops }: Starting): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  postgres.onExit(() => log.warn("PostgreSQL ended; it is being restarted"));
  stops.push(() => postgres.stop());
  return postgres.ownerUrl;
}

export interface PortalDatabases {
  readonly public: DatabaseHandle;
  /** Owner of the portal host's own database, which packages of the ferry fill; absent where it reads the inner one. */
  readonly own: DatabaseHandle | undefined;
}

/**
 * What a portal host has: either a login of the inner database that sees schema `released` only, or a database of its
 * own that holds nothing else. It is refused anything stronger.
 */
export async function openPortalDatabases(starting: Starting): Promise<PortalDatabases> {
  const { config, log, stops } = starting;
  const onError = (error: Error) => log.warn({ err: error }, "database connection lost");
  const { publicDatabaseUrl } = config;
  refuseInnerLogins(config);
  if (config.ferry.in === undefined && publicDatabaseUrl === undefined)
    throw new ConfigError(
      "MINGJING_ROLES=portal: give MINGJING_PUBLIC_DATABASE_URL (a login of the inner database that sees schema " +
        "released only), or MINGJING_FERRY_IN and MINGJING_FERRY_VKEY for a database of its own.",
    );
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const isApart = config.ferry.in !== undefined;
  const ownerUrl = isApart ? await ownerDatabase(starting) : undefined;
  const publicUrl = ownerUrl === undefined ? publicDatabaseUrl : await ownPortal(ownerUrl, config);
  if (publicUrl === undefined) throw new Error("no database of the portal");
  const publicDatabase = openDatabase(publicUrl, { onError });
  stops.push(() => publicDatabase.close());
  await refusePowerfulLogin(publicDatabase.pool);
  await refuseCuriousLogin(publicDatabase.pool);
  if (ownerUrl === undefined) return { public: publicDatabase, own: undefined };
  const own = openDatabase(ownerUrl, { connections: 2, onError });
  stops.push(() => own.close());
  return { public: publicDatabase, own };
}

async function ownPortal(ownerUrl: string, config: Config): Promise<string> {
  await migrate(ownerUrl, "portal");
  return ensurePublicRole(ownerUrl, {
    public: config.publicDatabaseUrl,
    secret: fileSecrets(join(config.dataDir, "secrets")),
  });
}

function refuseInnerLogins({ appDatabaseUrl, consoleDatabaseUrl, databaseUrl, ferry }: Config) {
  const tooMuch =
    appDatabaseUrl === undefined && consoleDatabaseUrl === undefined
      ? databaseUrl !== undefined && ferry.in === undefined && "DATABASE_URL"
      : "MINGJING_APP_DATABASE_URL and MINGJING_CONSOLE_DATABASE_URL";
  if (tooMuch !== false)
    throw new ConfigError(
      `MINGJING_ROLES=portal: take ${tooMuch} away; a portal host must not hold what opens more than released data.`,
    );
  if (ferry.in !== undefined && ferry.vkey === undefined)
    throw new ConfigError("MINGJING_FERRY_VKEY: needed with MINGJING_FERRY_IN on a portal host.");
}
