/** The real server with its embedded PostgreSQL in a throw-away data directory; its parts can be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { removeCluster } from "../../server/src/platform/embedded-postgres/index.ts";
import { addressOf } from "../server.ts";
import { allEnded, childrenOf, killAll, within } from "./processes.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const HEALTHY_MS = 90_000;
/** A server that ends cleanly has 15 s for it; then it is killed. */
const STOP_MS = 20_000;

/** `<data dir>/run/postgres.json`. */
interface PostgresRecord {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
}

export interface Platform {
  readonly dataDir: string;
  /** The same over restarts. */
  readonly url: string;
  readonly operatorToken: string;
  /** Registers a source. @throws Error when it is refused */
  addSource(name: string): Promise<void>;
  /** Connection of the owner of the database, for checks. */
  readonly ownerUrl: () => Promise<string>;
  /** Kills the server, then starts it again. @returns what went otherwise than promised */
  killServer(): Promise<readonly string[]>;
  /** Kills postmaster and backends; the server must bring PostgreSQL back. @returns as above */
  killPostgres(): Promise<readonly string[]>;
  /** Kills server, signer and PostgreSQL at once, and starts nothing again. */
  killWhole(): Promise<void>;
  /** True when the server answers that all its parts are well. */
  isHealthy(): Promise<boolean>;
  /** Ends everything and removes the data. @returns true if the server ended by itself with code 0 */
  stop(): Promise<boolean>;
}

export interface PlatformOptions {
  /** Absent: a new directory below that of temporary files. `stop` removes it in any case. */
  readonly dataDir?: string;
  /** More variables of the server. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface State {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
  server: ChildProcess;
  /** What the server printed: its faults, for the report. */
  output: { text: string };
  url: string;
}

type Started = Pick<State, "server" | "output" | "url">;

async function startServer(
  { dataDir, environment }: Pick<State, "dataDir" | "environment">,
  port: string,
): Promise<Started> {
  const server = spawn(process.execPath, ["server/src/main.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      MINGJING_DATA_DIR: dataDir,
      MINGJING_PORT: port,
      MINGJING_DEMO: "off",
      MINGJING_LOG_LEVEL: "fatal",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C at the terminal is for the campaign, which then ends its server.
    detached: true,
  });
  const output = { text: "" };
  return { server, output, url: await addressOf(server, output) };
}

const postgresOf = async (dataDir: string): Promise<PostgresRecord> =>
  JSON.parse(await readFile(join(dataDir, "run/postgres.json"), "utf8")) as PostgresRecord;

/** Starts with the demo off. @throws Error with its output if it does not start */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "mingjing-campaign-")));
  const place = { dataDir, environment: options.environment ?? {} };
  const state: State = { ...place, ...(await startServer(place, "0")) };
  const secret = async (name: string) =>
    (await readFile(join(dataDir, "secrets", name), "utf8")).trim();
  const isHealthy = async () => {
    const response = await fetch(`${state.url}/api/health`, { signal: AbortSignal.timeout(5000) });
    return response.ok;
  };
  return {
    dataDir,
    url: state.url,
    operatorToken: await secret("operator-token"),
    async addSource(name) {
      const authorization = `Bearer ${await secret("operator-token")}`;
      const response = await fetch(`${state.url}/api/intake/sources`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ name, title: "Fault campaign" }),
      });
      if (!response.ok) throw new Error(`source refused: ${await response.text()}`);
    },
    ownerUrl: async () => {
      const [{ port }, password] = [await postgresOf(dataDir), await secret("postgres-owner")];
      return `postgres://mingjing_owner:${password}@127.0.0.1:${port}/mingjing`;
    },
    killServer: () => killServer(state, isHealthy),
    killPostgres: () => killPostgres(state, isHealthy),
    killWhole: () => killWhole(state),
    isHealthy,
    stop: () => stop(state),
  };
}

type HealthQuestion = () => Promise<boolean>;

async function killServer(state: State, isHealthy: HealthQuestion): Promise<readonly string[]> {
  const problems: string[] = [];
  const { server, dataDir } = state;
  const before = await postgresOf(dataDir);
  const family = await childrenOf(server.pid ?? 0);
  const signers = family.filter(({ command }) => command.includes("signer.main"));
  if (signers.length !== 1) problems.push(`the server had ${signers.length} signer processes`);
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
  if (
    !(await allEnded(
      signers.map(({ pid }) => pid),
      5000,
    ))
  ) {
    problems.push("the signer outlived its server");
  }
  const port = new URL(state.url).port;
  Object.assign(state, await startServer(state, port));
  if (!(await within(HEALTHY_MS, isHealthy))) problems.push("the restarted server is not healthy");
  const after = await postgresOf(dataDir);
  if (!after.adopted || after.pid !== before.pid) {
    problems.push(`PostgreSQL ${before.pid} was not adopted: ${JSON.stringify(after)}`);
  }
  return problems;
}

async function killPostgres(state: State, isHealthy: HealthQuestion): Promise<readonly string[]> {
  const problems: string[] = [];
  const { server, dataDir } = state;
  const before = await postgresOf(dataDir);
  const family = [before.pid, ...(await childrenOf(before.pid)).map(({ pid }) => pid)];
  killAll(family);
  if (!(await allEnded(family, 5000))) problems.push("PostgreSQL survived SIGKILL");
  const isBack = async () => (await postgresOf(dataDir)).pid !== before.pid && isHealthy();
  if (!(await within(HEALTHY_MS, async () => hasEnded(server) || isBack()))) {
    problems.push("the server did not bring PostgreSQL back");
  }
  if (hasEnded(server)) {
    problems.push(`the server ended when PostgreSQL was killed: ${state.output.text.slice(-2000)}`);
    Object.assign(state, await startServer(state, new URL(state.url).port));
  }
  return problems;
}

async function killWhole({ server, dataDir }: State): Promise<void> {
  const { pid } = await postgresOf(dataDir);
  const parents = [server.pid ?? 0, pid];
  const children = (await Promise.all(parents.map(childrenOf))).flat();
  const family = [...parents, ...children.map((child) => child.pid)];
  killAll(family);
  if (!(await allEnded(family, 5000))) throw new Error("something survived SIGKILL");
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function stop({ server, dataDir }: State): Promise<boolean> {
  const { pid } = await postgresOf(dataDir);
  if (!hasEnded(server)) {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    const timer = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
  const isGone = await allEnded([pid], 1000);
  if (!isGone) killAll([pid, ...(await childrenOf(pid)).map((child) => child.pid)]);
  await removeCluster(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  return server.exitCode === 0 && isGone;
}
