/** A throw-away cluster of Debian's PostgreSQL 15: the oldest server we promise to run on. */
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

import pg from "pg";

const BIN = "/usr/lib/postgresql/15/bin";
const OWNER = "stock_owner";
const READY_LIMIT_MS = 30_000;

const run = promisify(execFile);

export interface StockPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL does not run as root; Debian's package brings the user `postgres`. */
async function databaseIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (option) => Number((await run("id", [option, "postgres"])).stdout)),
  );
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer().listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilReady(url: string): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return;
    } catch (cause) {
      if (performance.now() > until) throw new Error("PostgreSQL 15 did not start", { cause });
      await delay(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function makeCluster(folder: string, password: string, identity: Identity): Promise<void> {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    await chown(passwordFile, identity.uid, identity.gid);
    await chown(folder, identity.uid, identity.gid);
  }
  await chmod(folder, 0o700);
  const options = ["-U", OWNER, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8"];
  const locale = ["--locale=C.UTF-8", "--no-sync"];
  await run(`${BIN}/initdb`, ["-D", join(folder, "cluster"), ...options, ...locale], {
    ...identity,
    cwd: folder,
  });
}

/** Starts it on a free loopback port; durability is off unless asked for, since the cluster lives for one run. */
export async function startStockPostgres({
  fsync = "off",
}: { fsync?: "on" | "off" } = {}): Promise<StockPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-stock-"));
  const password = randomBytes(12).toString("hex");
  const identity = await databaseIdentity();
  await makeCluster(folder, password, identity);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync,
    // As the installation guide asks: deadlines are judged by when a transaction was committed.
    track_commit_timestamp: "on",
  };
  const parameters = Object.entries(settings).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const child = spawn(`${BIN}/postgres`, ["-D", join(folder, "cluster"), ...parameters], {
    ...identity,
    cwd: folder,
    stdio: "ignore",
  });
  const closed = once(child, "close");
  const stop = async (): Promise<void> => {
    child.kill("SIGINT");
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`;
  try {
    await untilReady(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
