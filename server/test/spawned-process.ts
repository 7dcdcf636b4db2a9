/** The platform as an operator starts it: a process of its own, known by its output and its port. */
import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const START_MS = 60_000;

export interface SpawnedProcess {
  readonly pid: number;
  /** http://127.0.0.1:… */
  readonly url: string;
  readonly dataDir: string;
  /** Everything it printed. */
  readonly output: () => string;
  /** Ends it and takes its data directory away. */
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

interface Launched {
  readonly child: ChildProcess;
  readonly dataDir: string;
  readonly text: { all: string };
  readonly ended: Promise<number>;
}

/** Only what is given and PATH: no variable of the machine that runs the tests. */
async function launch(environment: Environment, user?: number): Promise<Launched> {
  const dataDir =
    environment["MINGJING_DATA_DIR"] ?? (await mkdtemp(join(tmpdir(), "mingjing-process-")));
  if (user !== undefined) await chown(dataDir, user, user);
  const child = spawn(process.execPath, [MAIN], {
    ...(user === undefined ? {} : { uid: user, gid: user }),
    env: {
      PATH: process.env["PATH"] ?? "",
      MINGJING_PORT: "0",
      MINGJING_DEMO: "off",
      MINGJING_LOG_LEVEL: "warn",
      ...environment,
      MINGJING_DATA_DIR: dataDir,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { all: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => {
      text.all += piece.toString("utf8");
    });
  const ended = new Promise<number>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? (signal === null ? -1 : -2))),
  );
  return { child, dataDir, text, ended };
}

/**
 * Starts a process and waits until it listens; as root it may be another user's. @throws Error with its output if it
 * ends instead
 */
export async function startProcess(
  environment: Environment,
  user?: number,
): Promise<SpawnedProcess> {
  const { child, dataDir, text, ended } = await launch(environment, user);
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  const begin = performance.now();
  const state = { isOver: false };
  void ended.then(() => {
    state.isOver = true;
  });
  for (;;) {
    const found = /http:\/\/127\.0\.0\.1:\d+/u.exec(text.all)?.[0];
    if (found !== undefined && child.pid !== undefined)
      return { pid: child.pid, url: found, dataDir, output: () => text.all, stop };
    if (state.isOver || performance.now() - begin > START_MS) {
      await stop();
      throw new Error(`did not start: ${text.all}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a process that must refuse to. @returns its exit code and what it said */
export async function startRefused(
  environment: Environment,
): Promise<{ readonly code: number; readonly output: string }> {
  const { child, dataDir, text, ended } = await launch(environment);
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  const code = await ended;
  clearTimeout(timer);
  await rm(dataDir, { recursive: true, force: true });
  return { code, output: text.all };
}
