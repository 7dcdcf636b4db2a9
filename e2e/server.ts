/** A whole Mingjing of its own for a journey: embedded PostgreSQL, demo city, every part real. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { removeCluster } from "../server/src/platform/embedded-postgres/index.ts";

const ROOT = resolve(import.meta.dirname, "..");

export interface RunningServer {
  readonly url: string;
  readonly dataDir: string;
  readonly operatorToken: string;
  stop(): Promise<number | null>;
}

/** Resolves when the server printed its address. @throws Error with its output if it ends before */
export async function startServer(projects: number): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "mingjing-e2e-"));
  const child = spawn(process.execPath, ["server/src/main.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      MINGJING_DATA_DIR: dataDir,
      MINGJING_PORT: "0",
      MINGJING_DEMO_PROJECTS: String(projects),
      MINGJING_LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await addressOf(child);
  const operatorToken = (await readFile(join(dataDir, "secrets/operator-token"), "utf8")).trim();
  return {
    url,
    dataDir,
    operatorToken,
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

async function addressOf(child: ChildProcess): Promise<string> {
  let output = "";
  child.stderr?.on("data", (data: Buffer) => (output += data.toString()));
  return new Promise((resolveUrl, reject) => {
    child.stdout?.on("data", (data: Buffer) => {
      output += data.toString();
      const found = /portal\s+(http:\/\/\S+?)\/\n/.exec(output)?.[1];
      if (found !== undefined) resolveUrl(found);
    });
    child.once("exit", () => reject(new Error(`the server ended:\n${output}`)));
  });
}
