/** One PostgreSQL and one migrated template database for all database tests of a run. */
import { createHash } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import type { TestProject } from "vitest/node";

import { removeCluster, startEmbeddedPostgres } from "../src/platform/embedded-postgres/index.ts";
import { ensureServingRoles, migrate } from "../src/platform/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Owner connection to the cluster; makes and drops databases. */
    ownerUrl: string;
    /** Database that each test file clones. */
    templateName: string;
    /** Serving connections to the template; harness.ts changes the database. */
    appUrl: string;
    consoleUrl: string;
    publicUrl: string;
  }
}

interface Cluster {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** PostgreSQL of `DATABASE_URL`, else an embedded one in a directory of its own. */
async function startCluster(): Promise<Cluster> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined) return { ownerUrl: given, stop: async () => undefined };
  const parent = await mkdtemp(join(tmpdir(), "mingjing-test-"));
  await chmod(parent, 0o755);
  const dataDir = join(parent, "data");
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  // Nobody reads this cluster after a power cut; making and dropping a database for each file waited for the disk.
  await asOwner(postgres.ownerUrl, "ALTER SYSTEM SET fsync = off");
  await asOwner(postgres.ownerUrl, "SELECT pg_reload_conf()");
  return {
    ownerUrl: postgres.ownerUrl,
    async stop() {
      await postgres.stop();
      await removeCluster(dataDir);
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function asOwner(ownerUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same passwords in every run, so that two runs on one external server do not lock each other out. */
const secretOf = (ownerUrl: string) => async (name: string) =>
  createHash("sha256").update(`${ownerUrl} ${name}`).digest("hex");

/** Called by vitest before the first file. The result is called after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  const { ownerUrl } = cluster;
  const templateName = `mingjing_test_template_${process.pid}`;
  await asOwner(ownerUrl, `CREATE DATABASE ${templateName}`);
  const template = new URL(ownerUrl);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
  const secret = secretOf(ownerUrl);
  const given = { app: undefined, public: undefined, secret };
  const { appUrl, consoleUrl, publicUrl } = await ensureServingRoles(template.href, given);
  project.provide("ownerUrl", ownerUrl);
  project.provide("templateName", templateName);
  project.provide("appUrl", appUrl);
  project.provide("consoleUrl", consoleUrl);
  project.provide("publicUrl", publicUrl);
  return async () => {
    await asOwner(ownerUrl, `DROP DATABASE IF EXISTS ${templateName} WITH (FORCE)`);
    await cluster.stop();
  };
}
