/** Processes full of viewers, as one. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import type { Joined, Order, Report } from "./viewers.ts";

const PER_PROCESS = 5000;
/** Of this run of the bench: each has addresses of its own. */
let fleets = 0;
const PROGRAM = join(import.meta.dirname, "viewers.ts");

export interface Fleet {
  readonly processes: number;
  /** Processes take turns with the ports. @returns how many could not join */
  join(ports: readonly number[]): Promise<number>;
  /** Lets some lose their connection at random moments within this time and come back. */
  drop(share: number, withinMs: number): void;
  report(lastNumber: number): Promise<Report>;
  stop(): Promise<void>;
}

/** Viewers by process; each process has an address of its own, as an address pair has only 28,000 ports. */
export function startFleet(viewers: number): Fleet {
  fleets += 1;
  const processes = Math.ceil(viewers / PER_PROCESS);
  const crews = Array.from({ length: processes }, (_, index) => ({
    child: fork(PROGRAM),
    from: `127.0.${fleets}.${index + 2}`,
    count: Math.floor((viewers + index) / processes),
  }));
  const ask = async <Answer>(child: ChildProcess, order: Order): Promise<Answer> => {
    const answer = once(child, "message") as Promise<[Answer]>;
    child.send(order);
    return (await answer)[0];
  };
  return {
    processes,
    async join(ports) {
      const joined = await Promise.all(
        crews.map(({ child, from, count }, index) => {
          const port = ports[index % ports.length] ?? 0;
          return ask<Joined>(child, { kind: "join", port, count, from });
        }),
      );
      return joined.reduce((sum, { failed }) => sum + failed, 0);
    },
    drop(share, withinMs) {
      for (const { child, count } of crews) {
        const order: Order = { kind: "drop", count: Math.round(count * share), withinMs };
        child.send(order);
      }
    },
    async report(lastNumber) {
      const order: Order = { kind: "report", lastNumber };
      return sumOf(await Promise.all(crews.map(({ child }) => ask<Report>(child, order))));
    },
    async stop() {
      const ends = crews.map(({ child }) => once(child, "exit"));
      for (const { child } of crews) child.disconnect();
      await Promise.all(ends);
    },
  };
}

function sumOf(reports: readonly Report[]): Report {
  const [first, ...others] = reports;
  if (first === undefined) throw new RangeError("no process of viewers");
  return others.reduce(
    (sum, next) => ({
      kind: "report",
      delays: sum.delays.map((count, ms) => count + (next.delays[ms] ?? 0)),
      deliveries: sum.deliveries + next.deliveries,
      missed: sum.missed + next.missed,
      doubled: sum.doubled + next.doubled,
      reconnects: sum.reconnects + next.reconnects,
      broken: sum.broken + next.broken,
    }),
    first,
  );
}

/** Upper end of the whole ms below which this share of the deliveries took place. */
export function delayAt(share: number, delays: readonly number[]): number {
  const total = delays.reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new RangeError("nothing was delivered");
  let seen = 0;
  for (const [ms, count] of delays.entries()) {
    seen += count;
    if (seen >= total * share) return ms + 1;
  }
  return delays.length;
}
