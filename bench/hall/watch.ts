/** One hall that is watched: viewers join, messages come at a steady rate, some viewers leave and come back. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { cpuMicroseconds, residentBytes } from "../machine.ts";
import { delayAt, type Fleet, startFleet } from "./fleet.ts";
import { nowMs } from "./now.ts";

/** Of the viewers. */
const DROPPED = 0.05;
const SETTLE_MS = 2000;
/** Longer than any viewer stays away. */
const TAIL_MS = 4000;
/** A price row in a live hall is about as long. */
const FILLER = "评标价 12,345,678.00 元；".repeat(8);

export interface Hall {
  /** Where viewers come to. */
  readonly ports: readonly number[];
  /** Where messages are handed in. */
  readonly publishPorts: readonly number[];
  /** The processes whose time and memory count. */
  readonly pids: readonly number[];
}

export interface Visit {
  readonly viewers: number;
  readonly everyMs: number;
  readonly seconds: number;
}

export interface Watched {
  readonly joinsPerSecond: number;
  readonly notJoined: number;
  readonly p50: number;
  readonly p95: number;
  readonly deliveries: number;
  readonly missed: number;
  readonly doubled: number;
  readonly reconnects: number;
  readonly broken: number;
  readonly cpuPerDelivery: number;
  readonly bytesPerViewer: number;
  readonly processes: number;
}

export async function watch(hall: Hall, visit: Visit): Promise<Watched> {
  const fleet = startFleet(visit.viewers);
  try {
    return await watchWith(fleet, hall, visit);
  } finally {
    await fleet.stop();
  }
}

async function watchWith(fleet: Fleet, hall: Hall, visit: Visit): Promise<Watched> {
  const { viewers, everyMs, seconds } = visit;
  // The processes of viewers are up before anything is timed.
  await fleet.report(0);
  const memory = await sumOver(hall.pids, residentBytes);
  const start = performance.now();
  const notJoined = await fleet.join(hall.ports);
  const joinsPerSecond = viewers / ((performance.now() - start) / 1000);
  await delay(SETTLE_MS);
  const cpu = await sumOver(hall.pids, cpuMicroseconds);
  const messages = Math.round((seconds * 1000) / everyMs);
  await publish(hall, { everyMs, messages: 2, first: 1 });
  fleet.drop(DROPPED, (seconds * 1000 - everyMs * 2) * 0.9);
  await publish(hall, { everyMs, messages: messages - 2, first: 3 });
  await delay(TAIL_MS);
  const spent = (await sumOver(hall.pids, cpuMicroseconds)) - cpu;
  const grown = (await sumOver(hall.pids, residentBytes)) - memory;
  const { delays, ...counts } = await fleet.report(messages);
  return {
    joinsPerSecond,
    notJoined,
    p50: delayAt(0.5, delays),
    p95: delayAt(0.95, delays),
    deliveries: counts.deliveries,
    missed: counts.missed,
    doubled: counts.doubled,
    reconnects: counts.reconnects,
    broken: counts.broken,
    cpuPerDelivery: spent / counts.deliveries,
    bytesPerViewer: grown / viewers,
    processes: fleet.processes,
  };
}

async function sumOver(
  pids: readonly number[],
  read: (pid: number) => Promise<number>,
): Promise<number> {
  return (await Promise.all(pids.map(read))).reduce((sum, value) => sum + value, 0);
}

interface Series {
  readonly everyMs: number;
  readonly messages: number;
  readonly first: number;
}

async function publish(
  { publishPorts }: Hall,
  { everyMs, messages, first }: Series,
): Promise<void> {
  const start = performance.now();
  for (let index = 0; index < messages; index++) {
    await delay(Math.max(0, start + index * everyMs - performance.now()));
    const body = JSON.stringify({ number: first + index, at: nowMs(), text: FILLER });
    await Promise.all(publishPorts.map((port) => hand(port, body)));
  }
  await delay(Math.max(0, start + messages * everyMs - performance.now()));
}

async function hand(port: number, body: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/publish`, { method: "POST", body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`a message was answered ${response.status}`);
}

export interface Node {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const NODE = join(import.meta.dirname, "hub-server.ts");

export async function startNode(port: number): Promise<Node> {
  const child: ChildProcess = fork(NODE, [String(port)]);
  const closed = once(child, "exit");
  await Promise.race([
    once(child, "message"),
    closed.then(() => Promise.reject(new Error("the server of the hub did not start"))),
  ]);
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
