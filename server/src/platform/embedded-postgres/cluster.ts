/** Makes the cluster (initdb), keeps its settings, checks its version. */
import { randomBytes } from "node:crypto";
import {
  appendFile,
  chmod,
  chown,
  lstat,
  mkdir,
  readFile,
  rename,
  rm,
  statfs,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";

import { EmbeddedPostgresError, explainErrno, explainOutput, isErrno } from "./errors.ts";
import type { Placement } from "./placement.ts";
import { OWNER, runTool, type Site } from "./site.ts";

const NEEDED_BYTES = 400 * 1024 * 1024;
/** Beside the cluster, in a folder the database user cannot write, so that root never follows its links. */
const SETTINGS_FILE = "mingjing.conf";

/** For a small box that must never lose an acknowledged fact. ALTER SYSTEM still overrides. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  max_connections: "100",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_parallel_workers_per_gather: "1",
  jit: "off",
  random_page_cost: "1.1",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  wal_level: "replica",
  // Deadlines are judged by when a fact was committed.
  track_commit_timestamp: "on",
  max_wal_size: "2GB",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  logging_collector: "off",
  log_line_prefix: "%m [%p] ",
  log_checkpoints: "off",
};

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (isErrno(error) && error.code === "ENOENT") return undefined;
    throw explainErrno(`Cannot read ${file} (who made the cluster?)`, error);
  }
}

/** The owner's password, made with the cluster: `<dataDir>/secrets/postgres-owner`, mode 0600. */
export async function ownerPassword(placement: Placement): Promise<string> {
  const file = join(placement.dataDir, "secrets", "postgres-owner");
  const known = await readOptional(file);
  if (known !== undefined && known !== "") return known;
  if ((await readOptional(join(placement.cluster, "PG_VERSION"))) !== undefined) {
    throw new EmbeddedPostgresError(
      "failed",
      `The cluster in ${placement.cluster} exists, but its password ${file} is missing: restore it from a backup.`,
    );
  }
  const password = randomBytes(24).toString("hex");
  try {
    await writeFile(file, `${password}\n`, { mode: 0o600 });
  } catch (error) {
    throw explainErrno(`Cannot write ${file}`, error);
  }
  return password;
}

function checkMajor(site: Site, found: string): void {
  const { major } = site.binaries;
  if (Number.parseInt(found, 10) === major) return;
  throw new EmbeddedPostgresError(
    "wrong-version",
    `The cluster in ${site.cluster} was made by PostgreSQL ${found}; this release brings PostgreSQL ${major}. ` +
      "To upgrade: start the former release once more and make a backup (mingjing backup), " +
      "then restore it with this release into an empty data directory. Nothing was changed.",
  );
}

async function refuseFullDisk(site: Site): Promise<void> {
  const { bavail, bsize } = await statfs(site.home);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  const megabytes = Math.floor(free / 1024 / 1024);
  throw new EmbeddedPostgresError(
    "no-space",
    `${site.home} has ${megabytes} MB free; a new database needs 400 MB.`,
  );
}

async function ownFile(site: Site, path: string): Promise<void> {
  if (site.user !== undefined) await chown(path, site.user.uid, site.user.gid);
}

/** initdb; the operating system's C.UTF-8 first (pg_trgm reads it), else only the built-in one. */
async function initialise(site: Site, folder: string, passwordFile: string): Promise<void> {
  const common = [
    ["-D", folder, "-U", OWNER, "--pwfile", passwordFile],
    ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale-provider", "builtin"],
  ].flat();
  const first = await runTool(site, "initdb", [...common, "--locale=C.UTF-8"]);
  if (first.code === 0) return;
  if (!/invalid locale/.test(first.output)) throw explainOutput("initdb failed", first.output);
  const second = await runTool(site, "initdb", [
    ...common,
    "--locale=C",
    "--builtin-locale=C.UTF-8",
  ]);
  if (second.code !== 0) throw explainOutput("initdb failed", second.output);
}

/** A half-made cluster never carries the cluster's name: it is made beside it and renamed. */
async function createCluster(site: Site): Promise<void> {
  await refuseFullDisk(site);
  site.log.info(`PostgreSQL: making a new cluster in ${site.cluster}`);
  const staging = join(site.home, "cluster.new");
  const passwordFile = join(site.home, "owner-password");
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  await ownFile(site, staging);
  try {
    await writeFile(passwordFile, `${site.password}\n`, { mode: 0o600 });
    await ownFile(site, passwordFile);
    await initialise(site, staging, passwordFile);
    const include = `\n# Written at each start; ALTER SYSTEM overrides.\ninclude = '../${SETTINGS_FILE}'\n`;
    await appendFile(join(staging, "postgresql.conf"), include);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(staging, site.cluster);
}

async function writeSettings(site: Site): Promise<void> {
  const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = '${value}'`);
  const file = join(site.home, SETTINGS_FILE);
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o644 });
  await chmod(file, 0o644);
}

/** Makes the cluster when there is none; refuses one of another major version. */
export async function ensureCluster(site: Site): Promise<void> {
  const version = await readOptional(join(site.cluster, "PG_VERSION"));
  try {
    if (version === undefined) {
      await refuseStrangeFolder(site);
      await createCluster(site);
    } else checkMajor(site, version);
    await writeSettings(site);
  } catch (error) {
    throw explainErrno(`Cannot prepare the database in ${site.cluster}`, error);
  }
}

async function refuseStrangeFolder(site: Site): Promise<void> {
  const found = await lstat(site.cluster).catch(() => undefined);
  if (found === undefined) return;
  throw new EmbeddedPostgresError(
    "corrupt",
    `${site.cluster} exists but holds no PostgreSQL cluster (no PG_VERSION). Restore a backup, or move it away.`,
  );
}
