/**
 * The reference for intake: psql's \copy of the very same rows into the same tables with the same
 * indexes, constraints and triggers, in an empty database on the same server.
 */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { type BenchDatabase, queryOf } from "./postgres.ts";

const run = promisify(execFile);

/** psql with libpq's environment, so that no password stands in the process list. */
export async function psql(databaseUrl: string, args: readonly string[]): Promise<string> {
  const url = new URL(databaseUrl);
  const env = {
    ...process.env,
    PGHOST: url.hostname,
    PGPORT: url.port === "" ? "5432" : url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
  };
  try {
    return (await run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", ...args], { env })).stdout;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") throw error;
    throw new Error("psql is missing: install postgresql-client for the COPY reference", {
      cause: error,
    });
  }
}

export interface CopyFiles {
  readonly tables: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  /** Seconds that psql needs to fill an empty database with them. */
  readonly load: (into: BenchDatabase) => Promise<number>;
  readonly remove: () => Promise<void>;
}

/** Writes out what intake stored: the facts and every projected table that is not empty. */
export async function copyOut(from: BenchDatabase): Promise<CopyFiles> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-copy-"));
  await chmod(folder, 0o700);
  const named = await queryOf(
    from.ownerUrl,
    // The database computes generated columns itself, also while copying.
    `SELECT format('%I.%I', schemaname, relname) AS name,
       (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = relid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
     FROM pg_stat_user_tables
     WHERE (schemaname = 'fact' AND relname = 'fact') OR schemaname = 'procurement' ORDER BY 1`,
  );
  const tables: string[] = [];
  const loads: string[] = [];
  let bytes = 0;
  let rows = 0;
  for (const { name, columns } of named) {
    const table = String(name);
    const [counted] = await queryOf(
      from.ownerUrl,
      `SELECT count(*)::int AS count FROM ${table} ${ofSource(table)}`,
    );
    if (Number(counted?.["count"]) === 0) continue;
    const file = join(folder, table);
    await psql(from.ownerUrl, [
      "-c",
      `\\copy (SELECT ${String(columns)} FROM ${table} ${ofSource(table)}) TO '${file}'`,
    ]);
    rows += Number(counted?.["count"]);
    bytes += (await stat(file)).size;
    tables.push(table);
    loads.push(`\\copy ${table} (${String(columns)}) FROM '${file}'\n`);
  }
  const script = join(folder, "load.sql");
  await writeFile(script, loads.join(""));
  return {
    tables,
    rows,
    bytes,
    async load(into) {
      const begin = performance.now();
      await psql(into.ownerUrl, ["-f", script]);
      return (performance.now() - begin) / 1000;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Facts that the platform itself recorded meanwhile are not what was sent. */
const ofSource = (table: string): string =>
  table === "fact.fact" ? "WHERE source <> 'mingjing'" : "";
