/** Throw-away data directories and platform processes for the tests of the supervisor. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import pg from "pg";

import { type EmbeddedPostgres, type Log, removeCluster, startEmbeddedPostgres } from "../index.ts";

export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Undo = () => Promise<unknown>;

/** Collects what a test made; `clear` undoes it, last first. */
export class Scratch {
  readonly #undo: Undo[] = [];

  later(undo: Undo): void {
    this.#undo.push(undo);
  }

  async clear(): Promise<void> {
    for (const undo of this.#undo.splice(0).toReversed()) await undo();
  }

  /** A data directory; mode 0755 lets a database user in, 0700 (mkdtemp's own) does not. */
  async dataDir(mode = 0o755): Promise<string> {
    const parent = await mkdtemp(join(tmpdir(), "mingjing-data-"));
    await chmod(parent, mode);
    const dataDir = join(parent, "data");
    this.later(async () => {
      await removeCluster(dataDir);
      await rm(parent, { recursive: true, force: true });
    });
    return dataDir;
  }

  async start(dataDir: string, log = quiet): Promise<EmbeddedPostgres> {
    const database = await startEmbeddedPostgres({ dataDir, log });
    this.later(() => database.stop());
    return database;
  }
}

export async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

export interface PlatformProcess {
  readonly child: ChildProcess;
  readonly ownerUrl: string;
  readonly port: number;
  readonly pid: number;
}

export interface PlatformOptions {
  readonly node?: string;
  readonly script?: string;
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts a platform process in its own session with an empty LANG and waits until its database runs. */
export async function startPlatform(
  dataDir: string,
  { node, script, ...identity }: PlatformOptions = {},
): Promise<PlatformProcess> {
  const file = script ?? join(import.meta.dirname, "supervisor-process.ts");
  const child = spawn(node ?? process.execPath, [file, dataDir], {
    ...identity,
    cwd: "/",
    env: { LANG: "", PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  const ended = once(child, "close").then(() => {
    throw new Error(`The platform process ended early:\n${stderr}`);
  });
  ended.catch(() => undefined);
  const line = once(createInterface(child.stdout), "line") as Promise<[string]>;
  const [text] = await Promise.race([line, ended]);
  return { child, ...(JSON.parse(text) as { ownerUrl: string; port: number; pid: number }) };
}

export async function endPlatform(
  { child }: PlatformProcess,
  signal: NodeJS.Signals,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
}
