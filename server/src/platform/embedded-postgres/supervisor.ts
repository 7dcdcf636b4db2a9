/** Starts PostgreSQL or adopts a running one, keeps it alive, stops it. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { provideBinaries } from "./binaries.ts";
import { ensureCluster, ownerPassword } from "./cluster.ts";
import { identifyServer, ownerUrl, type ServerIdentity } from "./connection.ts";
import { EmbeddedPostgresError, type FailureCode } from "./errors.ts";
import { type DataDirectoryLock, lockDataDirectory } from "./lock.ts";
import type { Log } from "./log.ts";
import { placeCluster, prepareDataDirectory } from "./placement.ts";
import { freePort } from "./port.ts";
import {
  findRunning,
  launch,
  type PostgresExit,
  type Postmaster,
  stopPostmaster,
} from "./postmaster.ts";
import type { Site } from "./site.ts";

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 30_000;
/** A server that lived this long starts the back-off anew. */
const HEALTHY_MS = 60_000;
const LAUNCH_ATTEMPTS = 40;
const RETRY_MS = 500;

export interface EmbeddedPostgresOptions {
  /** Made when missing. One platform process per data directory. */
  readonly dataDir: string;
  readonly log: Log;
}

/** A supervised server. `ownerUrl` and `port` stay the same over restarts; `pid` is the present one. */
export interface EmbeddedPostgres {
  readonly ownerUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Server version, e.g. "18.4". */
  readonly version: string;
  /** Told when the server ended without being asked to; a restart follows by itself. */
  onExit(listener: (exit: PostgresExit) => void): void;
  /** Resolves when the server accepts connections, restarting it at once when it is down. */
  restartIfDown(): Promise<void>;
  /** Stops the server (also an adopted one) and releases the data directory. */
  stop(): Promise<void>;
}

interface Running {
  readonly postmaster: Postmaster;
  readonly identity: ServerIdentity;
}

/** Failures that pass when one waits or looks again. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  "shared-memory",
  "already-running",
  "unreachable",
]);

async function recordedPort(site: Site): Promise<number | undefined> {
  const text = await readFile(join(site.dataDir, "run", "postgres.json"), "utf8").catch(() => "{}");
  try {
    return (JSON.parse(text) as { port?: number }).port;
  } catch {
    return undefined;
  }
}

async function recordRunning(site: Site, { postmaster, identity }: Running): Promise<void> {
  const { pid, port, adopted } = postmaster;
  const record = { pid, port, adopted, version: identity.version, cluster: site.cluster };
  await writeFile(join(site.dataDir, "run", "postgres.json"), `${JSON.stringify(record)}\n`);
}

/** A server of the former release is stopped and started anew with the present binaries. */
async function adopt(site: Site): Promise<Running | undefined> {
  const postmaster = await findRunning(site);
  if (postmaster === undefined) return undefined;
  const identity = await identifyServer(site, postmaster.port);
  if (site.binaries.packageVersion.startsWith(`${identity.version}.`)) {
    site.log.warn(`PostgreSQL ${postmaster.pid} still ran on this data directory: adopted`);
    return { postmaster, identity };
  }
  await stopPostmaster(site, postmaster.pid);
  return undefined;
}

async function launchOnce(site: Site, fixedPort: number | undefined): Promise<Running> {
  const port = fixedPort ?? (await freePort(await recordedPort(site)));
  const postmaster = await launch(site, port);
  try {
    return { postmaster, identity: await identifyServer(site, port) };
  } catch (error) {
    await stopPostmaster(site, postmaster.pid);
    throw error;
  }
}

/** Adopts or launches; waits out leftovers of a killed server. With `fixedPort` only that port will do. */
async function bringUp(site: Site, fixedPort: number | undefined): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await adopt(site)) ?? (await launchOnce(site, fixedPort));
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError) || attempt >= LAUNCH_ATTEMPTS) throw error;
      const otherPort = error.code === "port-in-use" && fixedPort === undefined;
      if (!otherPort && !PASSING.has(error.code)) throw error;
      await delay(otherPort ? 0 : RETRY_MS);
    }
  }
}

class Supervisor implements EmbeddedPostgres {
  readonly #site: Site;
  readonly #lock: DataDirectoryLock;
  readonly #listeners = new Set<(exit: PostgresExit) => void>();
  #running: Running;
  #startedAt = performance.now();
  #restarting: Promise<void> | undefined;
  #wake = new AbortController();
  #stopping: Promise<void> | undefined;
  #delayMs = FIRST_DELAY_MS;

  constructor(site: Site, lock: DataDirectoryLock, running: Running) {
    this.#site = site;
    this.#lock = lock;
    this.#running = running;
    this.#watch(running);
  }

  get ownerUrl(): string {
    return ownerUrl(this.#site, this.port);
  }

  get port(): number {
    return this.#running.postmaster.port;
  }

  get pid(): number {
    return this.#running.postmaster.pid;
  }

  get version(): string {
    return this.#running.identity.version;
  }

  onExit(listener: (exit: PostgresExit) => void): void {
    this.#listeners.add(listener);
  }

  async restartIfDown(): Promise<void> {
    this.#wake.abort();
    await this.#restarting;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#wake.abort();
    await this.#restarting?.catch(() => undefined);
    await stopPostmaster(this.#site, this.pid);
    await this.#lock.release();
  }

  #watch({ postmaster }: Running): void {
    this.#startedAt = performance.now();
    void postmaster.ended.then((exit) => {
      if (this.#stopping === undefined) this.#lost(exit);
    });
  }

  #lost(exit: PostgresExit): void {
    const how = exit.signal ?? (exit.code === null ? "unknown cause" : `code ${exit.code}`);
    this.#site.log.error(`PostgreSQL ${exit.pid} ended (${how}). ${exit.reason ?? ""}`.trim());
    if (performance.now() - this.#startedAt > HEALTHY_MS) this.#delayMs = FIRST_DELAY_MS;
    this.#wake = new AbortController();
    this.#restarting = this.#restart().finally(() => {
      this.#restarting = undefined;
    });
    this.#restarting.catch(() => undefined);
    for (const listener of this.#listeners) listener(exit);
  }

  async #restart(): Promise<void> {
    while (this.#stopping === undefined) {
      await delay(this.#delayMs, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      if (this.#stopping !== undefined) return;
      this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
      try {
        this.#running = await bringUp(this.#site, this.port);
        await recordRunning(this.#site, this.#running);
        this.#site.log.warn(`PostgreSQL runs again: pid ${this.pid}, port ${this.port}`);
        this.#watch(this.#running);
        return;
      } catch (error) {
        this.#wake = new AbortController();
        const reason = error instanceof Error ? error.message : String(error);
        this.#site.log.error(`PostgreSQL does not come back, trying again: ${reason}`);
      }
    }
  }
}

async function openSite(options: EmbeddedPostgresOptions, dataDir: string): Promise<Site> {
  const placement = await placeCluster(dataDir, options.log);
  const binaries = await provideBinaries(placement.home, placement.user);
  const password = await ownerPassword(placement);
  return { ...placement, binaries, password, log: options.log };
}

/**
 * The embedded PostgreSQL of a data directory: made at the first start, adopted when it still runs.
 * @throws EmbeddedPostgresError with a message for the operator (locked, no space, permission, version, …).
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = await prepareDataDirectory(options.dataDir);
  const lock = await lockDataDirectory(dataDir);
  try {
    const site = await openSite(options, dataDir);
    await ensureCluster(site);
    const running = await bringUp(site, undefined);
    await recordRunning(site, running);
    return new Supervisor(site, lock, running);
  } catch (error) {
    await lock.release();
    throw error;
  }
}
