/** The mirror of the demo city's discipline office: a process with a state of its own, on the same machine as the centre. */
import { type ChildProcess, fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { PROJECT_ROOT } from "./config.ts";
import type { Starting } from "./open-databases.ts";
import { readIfThere } from "./platform/files.ts";

const NAME = "discipline-demo";
const ORGAN = "discipline";
const STOP_MS = 3_000;
const TRIES = 8;
const LIFELINE = pathToFileURL(join(PROJECT_ROOT, "scripts/lifeline.mjs")).href;

export interface DemoMirror {
  /** Where it answers; undefined until it does. */
  readonly url: () => string | undefined;
  /** Once the city is there: admits the mirror and starts it. */
  begin(
    address: string,
    admit: (mirror: { mirror: string; organ: string; tokenHash: string }) => Promise<void>,
  ): Promise<void>;
}

export function prepareDemoMirror({ config, log, stops }: Starting): DemoMirror {
  const state: { url: string | undefined; child: ChildProcess | undefined; stopped: boolean } = {
    url: undefined,
    child: undefined,
    stopped: false,
  };
  stops.push(async () => {
    state.stopped = true;
    const { child } = state;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })]);
    child.kill("SIGKILL");
  });
  return {
    url: () => state.url,
    async begin(address, admit) {
      const directory = join(config.dataDir, "demo-mirror");
      const { file, tokenHash, isNew } = await tokenIn(directory);
      if (isNew) await admit({ mirror: NAME, organ: ORGAN, tokenHash });
      if (state.stopped) return;
      // After a crash the mirror of the last start may still be ending.
      for (let tries = TRIES; tries > 0 && state.url === undefined && !state.stopped; tries--) {
        state.child = launch({ directory, file, address });
        state.url = await addressOf(state.child);
        if (state.url === undefined) await delay(1000);
      }
      if (state.stopped) return;
      if (state.url === undefined) log.error("the demo mirror does not start");
      else process.stdout.write(`  核验副本 mirror ${state.url}\n`);
    },
  };
}

async function tokenIn(directory: string) {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "token");
  const isNew = (await readIfThere(file)) === undefined;
  if (isNew) await writeFile(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  const token = (await readFile(file, "utf8")).trim();
  return { file, isNew, tokenHash: createHash("sha256").update(token).digest("hex") };
}

interface Launch {
  readonly directory: string;
  readonly file: string;
  readonly address: string;
}

function launch({ address, directory, file }: Launch): ChildProcess {
  const options = ["--from", address, "--token-file", file, "--state", join(directory, "state")];
  // The channel is for nothing but this: a mirror whose server is gone ends with it.
  return fork(
    join(PROJECT_ROOT, "cli/src/main.ts"),
    ["mirror", "serve", ...options, "--listen", "127.0.0.1:0"],
    {
      cwd: PROJECT_ROOT,
      env: {},
      execPath: process.execPath,
      execArgv: ["--import", LIFELINE],
      stdio: ["ignore", "pipe", "ignore", "ipc"],
    },
  );
}

async function addressOf(child: ChildProcess): Promise<string | undefined> {
  const output = { text: "" };
  child.stdout?.on("data", (data: Buffer) => {
    if (output.text.length < 10_000) output.text += data.toString();
  });
  while (child.exitCode === null && child.signalCode === null) {
    const url = /listening (\S+)\n/.exec(output.text)?.[1];
    if (url !== undefined) return url;
    await delay(50);
  }
  return undefined;
}
