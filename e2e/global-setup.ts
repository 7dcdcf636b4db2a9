/** One demo city for all journeys that leave it as the next one needs it; complete before the first of them begins. */
import type { TestProject } from "vitest/node";

import { type RunningServer, startCity } from "./server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    city: City;
  }
}

/** Where the shared city answers; its owner alone stops it. */
export type City = Pick<RunningServer, "url" | "dataDir" | "operatorToken">;

const PROJECTS = 60;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startCity(PROJECTS);
  const { url, dataDir, operatorToken } = server;
  project.provide("city", { url, dataDir, operatorToken });
  return async () => {
    const code = await server.stop();
    if (code !== 0) throw new Error(`the city ended with ${code}:\n${server.printed()}`);
  };
}
