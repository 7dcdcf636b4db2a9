/** Closes a block of sealed facts at fixed times, whether any wait or not (decision 0036). */
import { blockClosed } from "../../../../contract/src/facts/witness.block-closed.ts";
import { paddingRecorded } from "../../../../contract/src/facts/witness.padding-recorded.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { type OwnFact, recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { nextUuid } from "../../platform/facts/uuid.ts";
import { repeat } from "../../platform/repeat.ts";
import type { Log } from "../../platform/telemetry.ts";
import { countLane, lockLane } from "./lane.store.ts";
import { type Marker, slotsFor, takenAt } from "./lane.ts";
import { logSubject } from "./roots.job.ts";

export interface SealedLane {
  /** Leaves of a block; 0: the lane is closed, and all facts enter the log as they come. */
  readonly slots: number;
  readonly everySeconds: number;
  /** Kinds that may betray how many bid. */
  readonly kinds: readonly string[];
}

export interface LaneDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly origin: string;
  readonly log: Log;
}

function ownFact(deps: LaneDeps, kind: string, payload: OwnFact["payload"]): OwnFact {
  return {
    kind,
    source: "mingjing",
    sourceId: `${kind}/${nextUuid(Date.now())}`,
    subject: logSubject(deps.origin),
    occurredAt: deps.clock.now().toISOString(),
    payload,
  };
}

/** @returns id of the marker */
async function recordBlock(
  deps: LaneDeps,
  tx: Tx,
  { marker, padding }: { readonly marker: Marker; readonly padding: number },
): Promise<string | undefined> {
  // In this order: ids rise, and in the feed the padding comes before the marker that takes it.
  const ids = await recordOwnFacts(tx, deps.registry, [
    ...Array.from({ length: padding }, () => ownFact(deps, paddingRecorded.kind, {})),
    ownFact(deps, blockClosed.kind, { ...marker }),
  ]);
  return ids.at(-1);
}

/**
 * Closes the block that is due. There is always padding enough for a whole block, however many facts come between the
 * count and the marker: which of it is needed the sequencer finds out. Padding that was counted before the last marker
 * was read is not counted.
 * @returns id of the marker, undefined if another process closes one
 */
export const closeBlock = (
  deps: LaneDeps,
  { slots, kinds }: SealedLane,
  last?: string,
): Promise<string | undefined> =>
  inTransaction(deps.db, async (tx) => {
    if (!(await lockLane(tx))) return undefined;
    const { waiting, padding, marker } = await countLane(tx);
    const size = slotsFor(waiting, slots);
    const stock = marker === last ? padding : 0;
    return recordBlock(deps, tx, {
      marker: { slots: size, holds: kinds },
      padding: Math.max(0, size - stock),
    });
  });

/** Lets everything in that waits, and closes the lane, if it was open. */
export const closeLane = (deps: LaneDeps): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    if (!(await lockLane(tx)) || !(await countLane(tx)).isOpen) return;
    await recordBlock(deps, tx, { marker: { slots: 0, holds: [] }, padding: 0 });
  });

/** Several nodes have the same period: one closes the block, the others find it closed. */
async function isClosed({ db }: LaneDeps, { everySeconds }: SealedLane): Promise<boolean> {
  const { marker } = await countLane(db);
  return marker !== null && Date.now() - takenAt(marker) < (everySeconds * 1000) / 2;
}

/** Blocks at whole multiples of the period since 1970: the time of a block says nothing either. */
export function startLane(deps: LaneDeps, lane: SealedLane | undefined): () => Promise<void> {
  const state: { last: string | undefined } = { last: undefined };
  const period = (lane?.everySeconds ?? 1) * 1000;
  const isOpen = lane !== undefined && lane.slots > 0;
  const untilNext = () => (isOpen ? (period - (deps.clock.now().getTime() % period)) / 1000 : 3600);
  return repeat(untilNext, async () => {
    try {
      if (!isOpen) await closeLane(deps);
      else if (!(await isClosed(deps, lane))) state.last = await closeBlock(deps, lane, state.last);
    } catch (error) {
      deps.log.error({ err: error }, "no block of sealed facts");
    }
  });
}
