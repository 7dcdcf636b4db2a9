/** A whole Mingjing of its own for a journey: embedded PostgreSQL, demo city, every part real. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { removeCluster } from "../server/src/platform/embedded-postgres/index.ts";

const ROOT = resolve(import.meta.dirname, "..");

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly operatorToken: string;
  /** Everything printed so far, such as the one-time link of an installation without demo. */
  printed(): string;
  stop(): Promise<number | null>;
}

/**
 * Resolves when the server printed its address; without projects it starts empty, demo off. `more` are variables.
 * @throws Error with its output if it ends before
 */
export async function startServer(
  projects: number,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const dataDir = more["MINGJING_DATA_DIR"] ?? (await mkdtemp(join(tmpdir(), "mingjing-e2e-")));
  const child = spawn(process.execPath, ["server/src/main.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      MINGJING_DATA_DIR: dataDir,
      MINGJING_PORT: "0",
      ...(projects === 0 ? { MINGJING_DEMO: "off" } : { MINGJING_DEMO_PROJECTS: String(projects) }),
      MINGJING_LOG_LEVEL: "warn",
      // Who looks at pictures says "on": drawing them costs time that the other journeys need.
      MINGJING_CAMERAS: "off",
      // A journey of its own starts its own.
      MINGJING_DEMO_MIRROR: "off",
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { text: "" };
  const url = await addressOf(child, output);
  const operatorToken = (await readFile(join(dataDir, "secrets/operator-token"), "utf8")).trim();
  return {
    url,
    pid: child.pid ?? 0,
    dataDir,
    operatorToken,
    printed: () => output.text,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGINT");
      const [code] = (await ended) as [number | null];
      await removeCluster(dataDir);
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

const FILLED_MS = 240_000;

/** A city that is filled: nothing is loaded into it any more. @throws Error with its output if that takes too long */
export async function startCity(
  projects: number,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const server = await startServer(projects, { MINGJING_LOG_LEVEL: "info", ...more });
  const end = performance.now() + FILLED_MS;
  while (!server.printed().includes("demo city: complete")) {
    if (performance.now() > end) throw new Error(`the city was not filled:\n${server.printed()}`);
    await delay(200);
  }
  return server;
}

/** Resolves when the server printed its address. @throws Error with its output if it ends before */
export async function addressOf(child: ChildProcess, output: { text: string }): Promise<string> {
  child.stderr?.on("data", (data: Buffer) => (output.text += data.toString()));
  return new Promise((resolveUrl, reject) => {
    child.stdout?.on("data", (data: Buffer) => {
      output.text += data.toString();
      const found = /portal\s+(http:\/\/\S+?)\/\n/.exec(output.text)?.[1];
      if (found !== undefined) resolveUrl(found);
    });
    child.once("exit", () => reject(new Error(`the server ended:\n${output.text}`)));
  });
}
