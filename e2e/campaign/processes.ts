/** What the campaign must know of processes: who is whose child, and how to end a whole family at once. */
import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process of the machine that still runs; one that ended but was not reaped (zombie) does not. */
export async function listProcesses(): Promise<readonly ProcessLine[]> {
  const options = { maxBuffer: 1 << 24 };
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], options);
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, state, command] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line.trimEnd()) ?? [];
    if (state === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), command: command ?? "" }];
  });
}

export const childrenOf = async (pid: number): Promise<readonly ProcessLine[]> =>
  (await listProcesses()).filter(({ parent }) => parent === pid);

/** SIGKILL to each, in the order given; one that ended meanwhile is passed over. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as { code?: string }).code !== "ESRCH") throw error;
    }
  }
}

/** True when none of them runs any more within `limitMs`. */
export async function allEnded(pids: readonly number[], limitMs: number): Promise<boolean> {
  return within(limitMs, async () => {
    const alive = new Set((await listProcesses()).map(({ pid }) => pid));
    return pids.every((pid) => !alive.has(pid));
  });
}

/** Asks until the answer is yes; false when it was not within `limitMs`. An error counts as no. */
export async function within(
  limitMs: number,
  ask: () => Promise<boolean>,
  everyMs = 100,
): Promise<boolean> {
  const until = performance.now() + limitMs;
  for (;;) {
    if (await ask().catch(() => false)) return true;
    if (performance.now() > until) return false;
    await delay(everyMs);
  }
}
