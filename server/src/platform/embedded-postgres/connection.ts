/** The owner's connection: proves that a server is ours, makes the database. */
import { realpath } from "node:fs/promises";

import pg from "pg";

import { EmbeddedPostgresError, isErrno } from "./errors.ts";
import { DATABASE, OWNER, type Site } from "./site.ts";

/** SQLSTATE class 28. */
const INVALID_AUTHORIZATION = "28";

/** postgres://… of the owner on the loopback address. */
export function ownerUrl(site: Pick<Site, "password">, port: number, database = DATABASE): string {
  return `postgres://${OWNER}:${site.password}@127.0.0.1:${port}/${database}`;
}

/** What a running server says of itself. */
export interface ServerIdentity {
  readonly version: string;
  readonly major: number;
}

/**
 * Connects with the password, checks that the server serves our cluster, makes the database when missing.
 * @throws EmbeddedPostgresError `not-ours` when the password or the cluster does not fit, `unreachable`
 * when it does not answer, for example because it is just ending.
 */
export async function identifyServer(site: Site, port: number): Promise<ServerIdentity> {
  const client = new pg.Client({
    connectionString: ownerUrl(site, port, "postgres"),
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string; version: string }>(
      "SELECT current_setting('data_directory') AS folder, current_setting('server_version') AS version",
    );
    const row = rows[0];
    if (row === undefined || (await realpath(row.folder)) !== (await realpath(site.cluster))) {
      throw new EmbeddedPostgresError(
        "not-ours",
        `The server on port ${port} serves ${row?.folder}.`,
      );
    }
    await ensureDatabase(client);
    return { version: row.version, major: Number.parseInt(row.version, 10) };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw explainConnection(error, port);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explainConnection(cause: unknown, port: number): EmbeddedPostgresError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const isRefusal = isErrno(cause) && cause.code?.startsWith(INVALID_AUTHORIZATION) === true;
  const [code, what] = isRefusal
    ? (["not-ours", "does not accept our password"] as const)
    : (["unreachable", "does not answer"] as const);
  const message = `The PostgreSQL on 127.0.0.1:${port} ${what}: ${detail}`;
  return new EmbeddedPostgresError(code, message, { cause });
}

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
    DATABASE,
  ]);
  if (rowCount === 0)
    await client.query(`CREATE DATABASE ${DATABASE} ENCODING 'UTF8' TEMPLATE template0`);
}
