/** Seconds from `npm start` on an empty data directory to the first page and to the complete demo city. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import { PROJECT_ROOT } from "../server/src/config.ts";
import { removeCluster } from "../server/src/platform/embedded-postgres/index.ts";
import type { Bench } from "./bench.ts";
import { resultOf } from "./result.ts";
import { cleanEnvironment, freePort } from "./server.ts";

const LIMIT_MS = 300_000;
const DEMO_COMPLETE = "demo city: complete";

interface Start {
  readonly firstPage: number;
  /** Undefined unless waited for. */
  readonly complete: number | undefined;
}

interface StartOptions {
  readonly dataDir: string;
  readonly projects: number;
  readonly waitsForCity: boolean;
}

async function start({ dataDir, projects, waitsForCity }: StartOptions): Promise<Start> {
  const port = await freePort();
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const child = spawn("npm", ["start", "--silent"], {
    cwd: PROJECT_ROOT,
    env: {
      ...cleanEnvironment(),
      MINGJING_DATA_DIR: dataDir,
      MINGJING_PORT: String(port),
      MINGJING_DEMO_PROJECTS: String(projects),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const last: string[] = [];
  let complete: number | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      if (line.includes(DEMO_COMPLETE)) complete ??= seconds();
    });
  }
  const until = async (isDone: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await isDone())) {
      if (child.exitCode !== null || performance.now() - begin > LIMIT_MS)
        throw new Error(`npm start did not get there:\n${last.join("\n")}`);
      await delay(50);
    }
  };
  try {
    await until(() => isPage(`http://127.0.0.1:${port}/`));
    const firstPage = seconds();
    if (waitsForCity) await until(() => complete !== undefined);
    return { firstPage, complete };
  } finally {
    child.kill("SIGTERM");
    await closed;
  }
}

async function isPage(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.status !== 200) return false;
  return (await response.text()).includes("</html>");
}

export const firstStart: Bench = {
  name: "first-start",
  async run({ isQuick, say }) {
    const projects = isQuick ? 300 : 3000;
    const parent = await mkdtemp(join(tmpdir(), "mingjing-start-"));
    const runs: { readonly first: Start; readonly second: Start }[] = [];
    try {
      for (let run = 0; run < (isQuick ? 1 : 3); run++) {
        const dataDir = join(parent, `data-${run}`);
        try {
          const first = await start({ dataDir, projects, waitsForCity: true });
          const second = await start({ dataDir, projects, waitsForCity: false });
          runs.push({ first, second });
          const text = [first.firstPage, first.complete, second.firstPage].map((one) =>
            one?.toFixed(1),
          );
          say(
            `  first page ${text[0]} s, city ${text[1]} s; second start, first page ${text[2]} s`,
          );
        } finally {
          await removeCluster(dataDir);
        }
      }
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
    const detail = { projects, database: "embedded", pages: "built before" };
    const figure = (name: string, atMost: number, values: readonly number[]) =>
      resultOf(
        { name, unit: "s", target: { atMost }, detail },
        values.map((value) => ({ value })),
      );
    return [
      figure(
        "start-first-page",
        10,
        runs.map(({ first }) => first.firstPage),
      ),
      figure(
        "start-demo-complete",
        60,
        runs.map(({ first }) => first.complete ?? Number.NaN),
      ),
      figure(
        "second-start-first-page",
        10,
        runs.map(({ second }) => second.firstPage),
      ),
    ];
  },
};
