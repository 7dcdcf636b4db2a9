/**
 * The external PostgreSQL of a run: `DATABASE_URL`, else a stock PostgreSQL 15 that is started for it,
 * with durability on. Each measurement gets a database and logins of its own, so that nothing else on
 * the server is touched.
 */
import { randomBytes } from "node:crypto";

import pg from "pg";

import { startStockPostgres } from "../scripts/stages/stock-postgres.ts";
import { ensureServingRoles, migrate } from "../server/src/platform/migrate.ts";

export interface BenchPostgres {
  readonly url: string;
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The settings that decide what a commit costs. */
const SETTINGS = [
  "fsync",
  "synchronous_commit",
  "full_page_writes",
  "wal_level",
  "shared_buffers",
  "max_wal_size",
  "jit",
];

/** @throws Error when durability is off: the figures would say nothing */
export async function openPostgres(given = process.env["DATABASE_URL"]): Promise<BenchPostgres> {
  const own = given === undefined ? await startStockPostgres({ fsync: "on" }) : undefined;
  const url = given ?? own?.url ?? "";
  try {
    const settings: Record<string, string> = {
      origin: own === undefined ? "DATABASE_URL" : "stock, started by the bench",
    };
    for (const name of SETTINGS)
      settings[name] = String((await queryOf(url, `SHOW ${name}`))[0]?.[name]);
    if (settings["fsync"] !== "on" || settings["synchronous_commit"] !== "on") {
      throw new Error("fsync and synchronous_commit must be on: set them in postgresql.conf");
    }
    const [row] = await queryOf(url, "SHOW server_version");
    return {
      url,
      version: String(row?.["server_version"]),
      settings,
      stop: async () => own?.stop(),
    };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

/** One statement on a connection of its own. */
export async function queryOf(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

export interface BenchDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly consoleUrl: string;
  readonly publicUrl: string;
  drop(): Promise<void>;
}

const state = { databases: 0 };

/** A new database with the platform's tables and three logins that are dropped with it. */
export async function createDatabase({ url }: BenchPostgres): Promise<BenchDatabase> {
  state.databases += 1;
  const name = `mingjing_bench_${process.pid}_${state.databases}`;
  const password = randomBytes(12).toString("hex");
  const logins = [`${name}_app`, `${name}_console`, `${name}_public`];
  await queryOf(url, `CREATE DATABASE ${name}`);
  for (const login of logins) {
    await queryOf(url, `CREATE ROLE ${login} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}'`);
  }
  const owner = new URL(url);
  owner.pathname = `/${name}`;
  await migrate(owner.href);
  const urlOf = (login: string): string => {
    const changed = new URL(owner.href);
    changed.username = login;
    changed.password = password;
    return changed.href;
  };
  return {
    ownerUrl: owner.href,
    appUrl: urlOf(`${name}_app`),
    consoleUrl: urlOf(`${name}_console`),
    publicUrl: urlOf(`${name}_public`),
    async drop() {
      await queryOf(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      for (const login of logins) await queryOf(url, `DROP ROLE IF EXISTS ${login}`);
    },
  };
}

/** The same, with the rights that its three logins have in a running platform. */
export async function createServedDatabase(postgres: BenchPostgres): Promise<BenchDatabase> {
  const database = await createDatabase(postgres);
  await ensureServingRoles(database.ownerUrl, {
    app: database.appUrl,
    console: database.consoleUrl,
    public: database.publicUrl,
    secret: () => Promise.reject(new Error("every login was given")),
  });
  return database;
}
