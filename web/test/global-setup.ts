/** Builds the pages once, as they are shipped, for all page tests of a run; into a directory of their own. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Directory of the built pages, served under /static/. */
    builtPages: string;
  }
}

const ROOT = resolve(import.meta.dirname, "../..");

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "mingjing-web-"));
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const command = [vite, "build", join(ROOT, "web"), "--outDir", directory, "--logLevel", "error"];
  const env = { ...process.env, NODE_ENV: "production" };
  // The console and the portal are two builds (vite.config.ts).
  for (const parameters of [["--emptyOutDir"], ["--mode", "portal"]])
    await promisify(execFile)(process.execPath, [...command, ...parameters], { env });
  project.provide("builtPages", directory);
  return () => rm(directory, { recursive: true, force: true });
}
