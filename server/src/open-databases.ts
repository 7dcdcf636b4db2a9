/** The databases of a process: embedded or external, migrated, opened with the serving logins. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Config } from "./config.ts";
import { type DatabaseHandle, openDatabase } from "./platform/database.ts";
import { startEmbeddedPostgres } from "./platform/embedded-postgres/index.ts";
import {
  ensureServingRoles,
  migrate,
  refusePowerfulLogin,
  type SecretStore,
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
  /** For migrations and restores only. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly app: DatabaseHandle;
  readonly console: DatabaseHandle;
  readonly public: DatabaseHandle;
  readonly secret: SecretStore;
}

/** Starts PostgreSQL unless DATABASE_URL names one, migrates, and opens both serving connections. */
export async function openDatabases({ config, log, stops }: Starting): Promise<OpenDatabases> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const ownerUrl = await ownerDatabase({ config, log, stops });
  await migrate(ownerUrl);
  const secret = fileSecrets(join(config.dataDir, "secrets"));
  const { appUrl, consoleUrl, publicUrl } = await ensureServingRoles(ownerUrl, {
    app: config.appDatabaseUrl,
    console: config.consoleDatabaseUrl,
    public: config.publicDatabaseUrl,
    secret,
  });
  const onError = (error: Error) => log.warn({ err: error }, "database connection lost");
  const app = openDatabase(appUrl, { onError });
  const consoleDatabase = openDatabase(consoleUrl, { onError });
  const publicDatabase = openDatabase(publicUrl, { connections: 6, onError });
  stops.push(async () => {
    await app.close();
    await consoleDatabase.close();
    await publicDatabase.close();
  });
  await refusePowerfulLogin(app.pool);
  await refusePowerfulLogin(consoleDatabase.pool);
  await refusePowerfulLogin(publicDatabase.pool);
  return { ownerUrl, appUrl, app, console: consoleDatabase, public: publicDatabase, secret };
}

async function ownerDatabase({ config, log, stops }: Starting): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  postgres.onExit(() => log.warn("PostgreSQL ended; it is being restarted"));
  stops.push(() => postgres.stop());
  return postgres.ownerUrl;
}
