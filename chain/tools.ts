/** The compiler and the test node of this folder, installed on demand with its own lock file: 53 MB that nobody else needs. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

const FOLDER = import.meta.dirname;
const LOCK = join(FOLDER, ".installing");

/** Versions as the lock file wants them. */
function isInstalled(): boolean {
  const installed = join(FOLDER, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const read = (file: string) =>
    (JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, { version?: string }> })
      .packages;
  const [wanted, present] = [read(join(FOLDER, "package-lock.json")), read(installed)];
  return Object.entries(present).every(([path, { version }]) => wanted[path]?.version === version);
}

/** Two test files at once must not both install. */
export async function installTools(): Promise<void> {
  for (;;) {
    if (isInstalled()) return;
    try {
      await mkdir(LOCK);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: FOLDER,
      stdio: "inherit",
    });
    if (status !== 0) throw new Error(`npm ci in ${FOLDER} ended with ${status}`);
  } finally {
    await rm(LOCK, { recursive: true });
  }
}

/** Prints of compile.mjs. */
export async function compileAnchor(): Promise<unknown> {
  await installTools();
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(FOLDER, "compile.mjs")]);
  if (status !== 0) throw new Error(stderr.toString("utf8"));
  return JSON.parse(stdout.toString("utf8"));
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

function anvilPath(): string {
  const name = `@foundry-rs/anvil-${process.platform}-${ARCHITECTURES[process.arch]}`;
  const require = createRequire(join(FOLDER, "compile.mjs"));
  return join(require.resolve(`${name}/package.json`), "../bin/anvil");
}

export interface Node {
  readonly url: string;
  /** One question of JSON-RPC. */
  rpc(method: string, ...params: readonly unknown[]): Promise<unknown>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts anvil; its chain is kept in the file, so that it survives a kill. */
export async function startAnvil(stateFile: string): Promise<Node> {
  await installTools();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const state: { child: ChildProcess | undefined } = { child: undefined };
  const rpc = async (method: string, ...params: readonly unknown[]) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body });
    const { result, error } = (await response.json()) as { result: unknown; error?: object };
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result;
  };
  const start = async () => {
    const parameters = ["--port", String(port), "--silent", "--state", stateFile];
    state.child = spawn(anvilPath(), [...parameters, "--state-interval", "1"], { stdio: "ignore" });
    const end = performance.now() + 20_000;
    for (;;) {
      const answer = await rpc("eth_chainId").catch(() => undefined);
      if (answer !== undefined) return;
      if (performance.now() > end) throw new Error("anvil does not answer");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await start();
  return {
    url,
    rpc,
    start,
    async kill() {
      const { child } = state;
      if (child === undefined) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      state.child = undefined;
    },
  };
}
