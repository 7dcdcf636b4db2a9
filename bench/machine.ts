/** The machine a figure was measured on, and what the kernel says about a process. */
import { readFile, writeFile } from "node:fs/promises";
import { arch, cpus, freemem, loadavg, platform, release, totalmem } from "node:os";

/** USER_HZ is 100 on every Linux that Node runs on. */
const TICK_US = 10_000;

export function describeMachine() {
  const processors = cpus();
  return {
    system: `${platform()} ${release()} ${arch()}`,
    cores: processors.length,
    cpu: processors[0]?.model.trim() ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    freeMemoryGiB: Math.round(freemem() / 2 ** 30),
    /** At the end of the run; above the number of cores others worked too. */
    loadAverage1min: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    node: process.version,
  };
}

async function statusOf(pid: number | "self", field: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(kibibytes) * 1024;
}

/** Bytes resident now. Linux only. */
export const residentBytes = (pid: number): Promise<number> => statusOf(pid, "VmRSS");

/** Bytes resident now, each shared page divided by those who share it (proc(5), Pss). Linux only. */
export async function proportionalBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no Pss`);
  return Number(kibibytes) * 1024;
}

/** The most bytes resident since the start or the last `forgetPeak`. Linux only. */
export const peakBytes = (pid: number): Promise<number> => statusOf(pid, "VmHWM");

/** Begins a new peak (proc(5), clear_refs 5). */
export const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, "5");

/** Time on a processor so far, all threads, user and kernel. Linux only. */
export async function cpuMicroseconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name of the program, in brackets, may hold blanks.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

/** Descriptors that a process may have. Node raises its own limit to the hard one when it starts. */
export async function descriptorLimit(): Promise<number> {
  const text = await readFile("/proc/self/limits", "utf8");
  const limit = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  if (limit === undefined) throw new Error("/proc/self/limits has no open files");
  return Number(limit);
}

/** The only child of a process, such as the Node that a launcher started; undefined while it has none. */
export async function childOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  const [child] = text.trim().split(" ").map(Number);
  return child === 0 ? undefined : child;
}
