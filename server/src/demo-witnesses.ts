/**
 * Three witnesses of the demo city, each a process with a key of its own. They show how it works and prove nothing: who
 * owns this machine owns all three.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { PROJECT_ROOT } from "./config.ts";
import type { WitnessPolicy } from "./modules/witness/index.ts";
import type { Starting } from "./open-databases.ts";
import { readIfThere } from "./platform/files.ts";
import { witnessPolicyOf } from "./witness-policy.ts";

const OFFICES = [
  { title: "市纪委监委（演示）", name: "jiwei.yunlan.example/witness", directory: "jiwei" },
  { title: "市公证处（演示）", name: "notary.yunlan.example/witness", directory: "notary" },
  {
    title: "行业协会（演示）",
    name: "association.yunlan.example/witness",
    directory: "association",
  },
] as const;
const STOP_MS = 3_000;
const TRIES = 8;
const LIFELINE = pathToFileURL(join(PROJECT_ROOT, "scripts/lifeline.mjs")).href;

/** Starts them once the log has its key. The result gives the policy, undefined until all three run. */
export function startDemoWitnesses({
  config,
  log,
  stops,
}: Starting): () => WitnessPolicy | undefined {
  const state: { policy: WitnessPolicy | undefined; stopped: boolean } = {
    policy: undefined,
    stopped: false,
  };
  const children = new Set<ChildProcess>();
  const begin = async () => {
    const vkey = await logKey(config.dataDir, () => state.stopped);
    if (vkey === undefined) return;
    const lines = await Promise.all(
      OFFICES.map((office) => startOffice({ office, vkey, dataDir: config.dataDir, children })),
    );
    const names = OFFICES.map(({ title }) => title).join(" ");
    state.policy = witnessPolicyOf(
      [
        "# 演示：三家见证人都在这台机器上运行，不能证明相互独立。",
        `log ${vkey}`,
        ...lines,
        `group 三取二 2 ${names}`,
        "quorum 三取二",
        "",
      ].join("\n"),
    );
  };
  const work = begin().catch((error: unknown) => {
    if (!state.stopped) log.error({ err: error }, "demo witnesses could not be started");
  });
  stops.push(async () => {
    state.stopped = true;
    for (const child of children) child.kill("SIGTERM");
    const ended = [...children].map(async (child) => {
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    });
    await Promise.race([Promise.all(ended), delay(STOP_MS, undefined, { ref: false })]);
    for (const child of children) child.kill("SIGKILL");
    await work;
  });
  return () => state.policy;
}

/** The signer writes it at its first start. */
async function logKey(dataDir: string, isStopped: () => boolean): Promise<string | undefined> {
  while (!isStopped()) {
    const text = await readIfThere(join(dataDir, "keys/log.vkey"));
    if (text !== undefined) return text.toString("utf8").trim();
    await delay(200);
  }
  return undefined;
}

interface Office {
  readonly office: (typeof OFFICES)[number];
  readonly vkey: string;
  readonly dataDir: string;
  readonly children: Set<ChildProcess>;
}

/**
 * Until it runs: after a crash the witness of the last start may still be ending.
 * @returns its line of the policy
 */
async function startOffice(office: Office): Promise<string> {
  for (let tries = TRIES; tries > 0; tries--) {
    const running = await launch(office);
    if (running !== undefined) return `witness ${office.office.title} ${running}`;
    await delay(1000);
  }
  throw new Error(`the demo witness ${office.office.name} does not start`);
}

/** Key and address of the witness; undefined if it ended. */
async function launch({ office, vkey, dataDir, children }: Office): Promise<string | undefined> {
  const { name, directory } = office;
  const state = join(dataDir, "demo-witnesses", directory);
  const options = ["--name", name, "--listen", "127.0.0.1:0", "--state", state, "--log", vkey];
  // The channel is for nothing but this: a witness whose server is gone ends with it.
  const child = fork(join(PROJECT_ROOT, "cli/src/main.ts"), ["witness", "serve", ...options], {
    cwd: PROJECT_ROOT,
    env: {},
    execPath: process.execPath,
    execArgv: ["--import", LIFELINE],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const output = { text: "" };
  child.stdout?.on("data", (data: Buffer) => (output.text += data.toString()));
  for (;;) {
    const found = /vkey (\S+)\nlistening (\S+)\n/.exec(output.text);
    if (found !== null) return `${found[1]} ${found[2]}`;
    if (child.exitCode !== null) return undefined;
    await delay(20);
  }
}
