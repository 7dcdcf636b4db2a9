/** One demo city for all journeys that leave it as the next one needs it; complete before the first of them begins. */
import { setTimeout as delay } from "node:timers/promises";

import type { TestProject } from "vitest/node";

import { type RunningServer, startServer } from "./server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    city: City;
  }
}

/** Where the shared city answers; its owner alone stops it. */
export type City = Pick<RunningServer, "url" | "dataDir" | "operatorToken">;

const PROJECTS = 60;
const FILLED_MS = 240_000;

async function untilFilled(server: RunningServer): Promise<void> {
  const end = performance.now() + FILLED_MS;
  while (!server.printed().includes("demo city: complete")) {
    if (performance.now() > end) throw new Error(`the city was not filled:\n${server.printed()}`);
    await delay(200);
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer(PROJECTS, { MINGJING_LOG_LEVEL: "info" });
  await untilFilled(server);
  const { url, dataDir, operatorToken } = server;
  project.provide("city", { url, dataDir, operatorToken });
  return async () => {
    const code = await server.stop();
    if (code !== 0) throw new Error(`the city ended with ${code}:\n${server.printed()}`);
  };
}
