/** One running PostgreSQL server: started by us, or adopted from a platform process that was killed. */
import { spawn } from "node:child_process";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { EmbeddedPostgresError, explainOutput } from "./errors.ts";
import { isAlive, isPostmasterOf, waitForEnd } from "./processes.ts";
import { identityOf, type Site, siteEnvironment } from "./site.ts";

const READY_LIMIT_MS = 10 * 60_000;
const FAST_STOP_MS = 20_000;
const QUIT_STOP_MS = 5_000;
const KEPT_LOGS = 4;

/** How a server ended. `code` and `signal` are null when it was adopted (it is not our child). */
export interface PostgresExit {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: string | null;
  /** Decisive lines of the server's log with advice, when it said any. */
  readonly reason: string | undefined;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
  readonly ended: Promise<PostgresExit>;
}

/** Lines 1, 4 and 8 of postmaster.pid. */
interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line) => line.trim());
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? "" };
}

export const logFile = (site: Site): string => join(site.dataDir, "run", "postgres.log");

/** postgres.log → .1 → … → .4: one file per start. */
async function rotateLogs(file: string): Promise<void> {
  await rm(`${file}.${KEPT_LOGS}`, { force: true });
  for (let age = KEPT_LOGS - 1; age >= 0; age -= 1) {
    const from = age === 0 ? file : `${file}.${age}`;
    await rename(from, `${file}.${age + 1}`).catch(() => undefined);
  }
}

async function readLog(site: Site): Promise<string> {
  const text = await readFile(logFile(site), "utf8").catch(() => "");
  return text.slice(-16_384);
}

async function reasonOf(site: Site): Promise<string | undefined> {
  const text = await readLog(site);
  return /FATAL|PANIC|error/i.test(text)
    ? explainOutput("PostgreSQL ended", text).message
    : undefined;
}

/**
 * Starts the server on 127.0.0.1:`port` in its own session, so that Ctrl-C of the terminal reaches only us,
 * and waits until it accepts connections.
 * @throws EmbeddedPostgresError when it ends before that.
 */
export async function launch(site: Site, port: number): Promise<Postmaster> {
  await rotateLogs(logFile(site));
  const log = await open(logFile(site), "a", 0o600);
  const parameters = ["-D", site.cluster, "-c", `port=${port}`];
  const child = spawn(join(site.binaries.native, "bin", "postgres"), parameters, {
    ...identityOf(site.user),
    cwd: site.home,
    env: siteEnvironment(site),
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  const ended = new Promise<PostgresExit>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      void reasonOf(site).then((reason) => resolve({ pid: child.pid ?? 0, code, signal, reason }));
    });
  });
  await log.close();
  await untilReady(site, ended);
  if (child.pid === undefined) throw new EmbeddedPostgresError("failed", "PostgreSQL has no pid.");
  return { pid: child.pid, port, adopted: false, ended };
}

async function untilReady(site: Site, ended: Promise<PostgresExit>): Promise<void> {
  let over = false;
  const early = ended.then(
    async () => {
      over = true;
      throw explainOutput("PostgreSQL did not start", await readLog(site));
    },
    (cause: Error) => {
      over = true;
      throw explainOutput("PostgreSQL cannot be run", `error: ${cause.message}`);
    },
  );
  const ready = async (): Promise<void> => {
    const until = performance.now() + READY_LIMIT_MS;
    while (!over && performance.now() < until) {
      if ((await readPidFile(site.cluster))?.status === "ready") return;
      await delay(20);
    }
    if (!over)
      throw new EmbeddedPostgresError("failed", "PostgreSQL was not ready after 10 minutes.");
  };
  early.catch(() => undefined);
  await Promise.race([early, ready().then(() => (over ? early : undefined))]);
}

/** Watches a process that is not our child. */
async function endOf(site: Site, pid: number): Promise<PostgresExit> {
  while (await isAlive(pid)) await delay(200);
  return { pid, code: null, signal: null, reason: await reasonOf(site) };
}

/**
 * A server that already runs on our cluster, because the platform before us was killed. Waits while it
 * starts or stops. A pid file left by a dead server is removed when its pid now belongs to another program.
 */
export async function findRunning(site: Site): Promise<Postmaster | undefined> {
  const until = performance.now() + READY_LIMIT_MS;
  for (;;) {
    const found = await readPidFile(site.cluster);
    if (found === undefined) return undefined;
    if (!(await isPostmasterOf(found.pid, site.cluster))) {
      await rm(join(site.cluster, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (found.status === "ready" && found.port > 0) {
      return { pid: found.pid, port: found.port, adopted: true, ended: endOf(site, found.pid) };
    }
    if (performance.now() > until) {
      throw new EmbeddedPostgresError(
        "failed",
        `PostgreSQL ${found.pid} neither starts nor stops.`,
      );
    }
    await delay(50);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile, which is what we want.
  }
}

/** Fast stop (SIGINT) with a bounded wait, then SIGQUIT, then SIGKILL; each leaves a recoverable cluster. */
export async function stopPostmaster(site: Site, pid: number): Promise<void> {
  send(pid, "SIGINT");
  if (await waitForEnd(pid, FAST_STOP_MS)) return;
  site.log.warn(
    `PostgreSQL ${pid} did not stop within ${FAST_STOP_MS / 1000} s; asking it to quit`,
  );
  send(pid, "SIGQUIT");
  if (await waitForEnd(pid, QUIT_STOP_MS)) return;
  send(pid, "SIGKILL");
  await waitForEnd(pid, QUIT_STOP_MS);
}
