/** Records what is due: once, however many nodes sweep and however often one of them dies. */
import type { Database, Tx } from "../../platform/database.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { takeDueSteps } from "./clock.store.ts";

const PAGE = 500;
/** An answer given in the last second may still be on its way to the disk. */
const GRACE_MS = 3000;
const EVERY_MS = 5000;

export interface SweepDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  /** Time by which is swept. */
  readonly now: (tx: Tx) => Promise<Date>;
}

/** Step and fact in one transaction; the fact's sourceId lets only one of each (subject, clock, step, end) be. */
async function sweepPage({ db, registry, now }: SweepDeps): Promise<number> {
  return inTransaction(db, async (tx) => {
    const until = new Date((await now(tx)).getTime() - GRACE_MS);
    const due = await takeDueSteps(tx, until, PAGE);
    if (due.length === 0) return 0;
    const version = registry.version("deadlines.escalated") ?? 1;
    // A step that was recorded before under another unit is refused, and rightly: it is done.
    await recordFacts(
      tx,
      registry,
      due.map(({ subject, at, payload }) => ({
        kind: "deadlines.escalated",
        version,
        source: "mingjing",
        sourceId: `deadline/${subject}/${payload.clock}/${payload.step}/${payload.dueAt}`,
        subject,
        occurredAt: at.toISOString(),
        payload: { ...payload },
      })),
    );
    return due.length;
  });
}

/** @returns how many steps were recorded */
export async function sweepDeadlines(deps: SweepDeps): Promise<number> {
  let all = 0;
  for (;;) {
    const count = await sweepPage(deps);
    all += count;
    if (count < PAGE) return all;
  }
}

/**
 * Sweeps on every node by a timer of its own: a queue that hands the work to one node would wait for that node when it
 * dies. @returns stops it
 */
export function startSweeper(deps: SweepDeps, log: Log): () => Promise<void> {
  const state = { stopped: false, timer: undefined as NodeJS.Timeout | undefined };
  const run = async (): Promise<void> => {
    try {
      await sweepDeadlines(deps);
    } catch (error) {
      if (!state.stopped) log.error({ err: error }, "deadlines not swept; it will be tried again");
    }
    if (!state.stopped) state.timer = setTimeout(() => void next(), EVERY_MS);
  };
  const next = () => (running = run());
  let running = run();
  return async () => {
    state.stopped = true;
    clearTimeout(state.timer);
    await running;
  };
}
