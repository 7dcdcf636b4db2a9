/** A command of ours as a user runs it: time and memory of the whole process. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(import.meta.dirname, "../..");

export interface Measured {
  readonly seconds: number;
  /** Most that it held, as GNU time would say. */
  readonly megabytes: number;
}

/** @throws Error where the command fails */
export function measureCommand(parameters: readonly string[]): Promise<Measured> {
  const begin = performance.now();
  const peakOf = pathToFileURL(join(import.meta.dirname, "peak.ts")).href;
  const child = spawn(
    process.execPath,
    ["--import", peakOf, join(ROOT, "cli/src/main.ts"), ...parameters],
    {
      env: { ...process.env, NODE_COMPILE_CACHE: join(ROOT, "node_modules/.cache/mingjing") },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    told += text;
  });
  return new Promise((resolve, refuse) => {
    child.once("error", refuse);
    child.once("close", (code) => {
      const seconds = (performance.now() - begin) / 1000;
      const megabytes = Number(/PEAK (\d+)/.exec(told)?.[1]) / 1024;
      if (code === 0) resolve({ seconds, megabytes });
      else refuse(new Error(`${parameters.join(" ")} ended with ${code}: ${told.slice(0, 400)}`));
    });
  });
}
