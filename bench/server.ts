/** A server of the platform as its own process, on a database of the bench. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { PROJECT_ROOT } from "../server/src/config.ts";
import type { BenchDatabase } from "./postgres.ts";

const READY_LIMIT_MS = 30_000;

export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  /** The operator's. */
  readonly token: string;
  readonly dataDir: string;
  /** Registers a source. @returns its key */
  addSource(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("no free port");
  return address.port;
}

/** The environment without what would lead a child to another installation. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("MINGJING_") && name !== "DATABASE_URL",
  );
  return Object.fromEntries(kept);
}

/** Starts `server/src/main.ts` and waits until it is healthy; its log is kept in the data directory. */
export async function startServer(
  database: BenchDatabase,
  nodeOptions: readonly string[] = [],
): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "mingjing-bench-"));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [...nodeOptions, join(PROJECT_ROOT, "server/src/main.ts")],
    {
      cwd: PROJECT_ROOT,
      env: {
        ...cleanEnvironment(),
        DATABASE_URL: database.ownerUrl,
        MINGJING_APP_DATABASE_URL: database.appUrl,
        MINGJING_CONSOLE_DATABASE_URL: database.consoleUrl,
        MINGJING_PUBLIC_DATABASE_URL: database.publicUrl,
        MINGJING_DATA_DIR: dataDir,
        MINGJING_PORT: String(port),
        MINGJING_DEMO: "off",
        // Each writer of a bench may have an address of its own.
        MINGJING_TRUSTED_PROXIES: "127.0.0.1",
        MINGJING_LOG_LEVEL: "error",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const closed = once(child, "close");
  const logFile = join(dataDir, "server.log");
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await closed;
    log.end();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilHealthy(url, () => child.exitCode !== null);
  } catch (error) {
    const said = await readFile(logFile, "utf8").catch(() => "");
    await stop();
    throw new Error(`the server did not start: ${said}`, { cause: error });
  }
  const token = (await readFile(join(dataDir, "secrets/operator-token"), "utf8")).trim();
  return {
    url,
    pid: child.pid ?? 0,
    token,
    dataDir,
    addSource: (name) => addSource({ url, token }, name),
    stop,
  };
}

async function untilHealthy(url: string, hasEnded: () => boolean): Promise<void> {
  const until = performance.now() + READY_LIMIT_MS;
  while (performance.now() < until && !hasEnded()) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    await delay(50);
  }
  throw new Error(`not healthy within ${READY_LIMIT_MS / 1000} s`);
}

async function addSource(
  { url, token }: { url: string; token: string },
  name: string,
): Promise<string> {
  const response = await fetch(`${url}/api/intake/sources`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name, title: name }),
  });
  const { key } = (await response.json()) as { key?: string };
  if (key === undefined) throw new Error(`source ${name} was not registered (${response.status})`);
  return key;
}
