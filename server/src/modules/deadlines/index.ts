/** Deadlines: clocks that run on whatever is owed, and the ladder they climb when nobody answers. */
import type { Clock } from "../../platform/clock.ts";
import type { Module } from "../../platform/module.ts";
import type { Log } from "../../platform/telemetry.ts";
import { databaseNow } from "./clock.store.ts";
import { deadlinesFacts } from "./deadlines.facts.ts";
import { startSweeper, type SweepDeps } from "./sweep.service.ts";

export { setClocks, type SubjectClocks } from "./clock.store.ts";
export type { Ladder, RunningClock } from "./ladder.ts";
export { recordMoves, recountSubscriber } from "./recount.service.ts";
export { sweepDeadlines } from "./sweep.service.ts";

interface DeadlinesDeps extends Omit<SweepDeps, "now"> {
  readonly log: Log;
  /** Absent: the database's own clock, which no node can set. */
  readonly clock?: Clock | undefined;
}

export function createDeadlinesModule({ db, registry, log, clock }: DeadlinesDeps): Module {
  const now: SweepDeps["now"] = clock === undefined ? databaseNow : async () => clock.now();
  return {
    name: "deadlines",
    facts: deadlinesFacts,
    start: async () => startSweeper({ db, registry, now }, log),
  };
}
