/** What we need to know of other processes: do they live, who are they, when did they start. */
import { execFile } from "node:child_process";
import { readFile, readlink, realpath } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

import { isErrno } from "./errors.ts";

const run = promisify(execFile);

/** Fields of /proc/<pid>/stat after the command name; field 3 (state) is index 0. */
async function procStat(pid: number): Promise<{ command: string; fields: string[] } | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    const end = text.lastIndexOf(")");
    return {
      command: text.slice(text.indexOf("(") + 1, end),
      fields: text.slice(end + 2).split(" "),
    };
  } catch {
    return undefined;
  }
}

/** `ps -o <column>=` where there is no /proc. */
async function psColumn(pid: number, column: string): Promise<string | undefined> {
  try {
    const { stdout } = await run("ps", ["-o", `${column}=`, "-p", String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** A zombie does not live: it waits only for its parent. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isErrno(error) || error.code !== "EPERM") return false;
  }
  return (await procStat(pid))?.fields[0] !== "Z";
}

/** Start time of a process, so that a reused pid is not taken for the old one. Undefined: no such process. */
export async function processStamp(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return psColumn(pid, "lstart");
  const startTicks = (await procStat(pid))?.fields[19];
  if (startTicks === undefined) return undefined;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim()}:${startTicks}`;
}

/** True when `pid` is a PostgreSQL that works in `cluster` (a postmaster's working folder is its cluster). */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  if (process.platform !== "linux") {
    return (await psColumn(pid, "comm"))?.includes("postgres") ?? false;
  }
  if ((await procStat(pid))?.command !== "postgres") return false;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder !== undefined && folder === (await realpath(cluster));
}

/** Waits until the process is gone; false when it still lives after `limitMs`. */
export async function waitForEnd(pid: number, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  while (await isAlive(pid)) {
    if (performance.now() > until) return false;
    await delay(25);
  }
  return true;
}
