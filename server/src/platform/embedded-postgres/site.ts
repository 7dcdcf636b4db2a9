/** Everything that does not change while one data directory is supervised, and how programs run there. */
import { spawn } from "node:child_process";
import { join } from "node:path";

import type { Binaries } from "./binaries.ts";
import type { DatabaseUser } from "./database-user.ts";
import type { Log } from "./log.ts";
import type { Placement } from "./placement.ts";

export interface Site extends Placement {
  readonly binaries: Binaries;
  readonly password: string;
  readonly log: Log;
}

/** Superuser and database made by initdb and the first start. */
export const OWNER = "mingjing_owner";
export const DATABASE = "mingjing";

/** A fixed environment: nothing of the caller's LANG, PG* or TZ reaches PostgreSQL. */
export function siteEnvironment(site: Pick<Site, "binaries">): Record<string, string> {
  const common = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };
  if (process.platform !== "linux") return common;
  return { ...common, LD_LIBRARY_PATH: join(site.binaries.native, "lib") };
}

/** setuid and setgid of a child; empty when it runs as ourselves. */
export function identityOf(user: DatabaseUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

export interface ToolResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a short program of the package to its end; stdout and stderr together. */
export function runTool(
  site: Site,
  tool: string,
  parameters: readonly string[],
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(join(site.binaries.native, "bin", tool), parameters, {
      ...identityOf(site.user),
      cwd: site.home,
      env: siteEnvironment(site),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) =>
      resolve({ code: null, output: `${output}\nerror: ${error.message}` }),
    );
    child.once("close", (code) => resolve({ code, output }));
  });
}
