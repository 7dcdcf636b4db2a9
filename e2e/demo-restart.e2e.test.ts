/** Whoever breaks off the first start, in whatever way, finds the whole demo city at the second. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { expect, test } from "vitest";

import { type RunningServer, startCity, startServer } from "./server.ts";

const PROJECTS = 2;
const WAIT_MS = 60_000;

async function loading(server: RunningServer): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!server.printed().includes("openings on stage")) {
    if (performance.now() > end) throw new Error(`nothing was loaded:\n${server.printed()}`);
    await delay(100);
  }
}

const demoDuties = async ({ url }: RunningServer) => {
  const page = await (await fetch(`${url}/openings`)).text();
  return /城东片区|云澜/u.test(page);
};

test("a first start that was killed half-way is followed by a whole city; a third start keeps it", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "mingjing-e2e-"));
  const variables = { MINGJING_DATA_DIR: dataDir, MINGJING_LOG_LEVEL: "info" };
  const first = await startServer(PROJECTS, variables);
  await loading(first);
  process.kill(first.pid, "SIGKILL");

  const second = await startCity(PROJECTS, variables);
  expect(second.printed()).toContain("从头载入");
  expect(second.printed()).not.toContain("could not be loaded");
  expect(await demoDuties(second)).toBe(true);
  process.kill(second.pid, "SIGKILL");

  const third = await startServer(PROJECTS, variables);
  await delay(5000);
  expect(third.printed()).not.toContain("从头载入");
  expect(third.printed()).not.toContain("could not be loaded");
  expect(await demoDuties(third)).toBe(true);
  await third.stop();
}, 240_000);
