/** Puts every fact into the log, in the order of the feed but for what waits in the lane of sealed facts. */
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import {
  addWaiting,
  readHolds,
  readMarkers,
  readWaiting,
  removeWaiting,
  writeHolds,
} from "./lane.store.ts";
import { isMarker, passLane } from "./lane.ts";
import { appendFacts } from "./witness.store.ts";

async function sequence(tx: Tx, facts: readonly FeedFact[]): Promise<void> {
  const holds = await readHolds(tx);
  const ids = facts.filter(isMarker).map(({ id }) => id);
  const newest = ids.at(-1);
  if (holds === undefined && newest === undefined) return appendFacts(tx, facts);
  // Without a marker nothing leaves the lane, and what waits need not be read.
  const before = newest === undefined ? [] : await readWaiting(tx);
  const markers = newest === undefined ? new Map<string, never>() : await readMarkers(tx, ids);
  const after = passLane({ holds: holds ?? [], waiting: before }, facts, markers);
  const [was, still] = [idsOf(before), idsOf(after.waiting)];
  await removeWaiting(
    tx,
    [...was].filter((id) => !still.has(id)),
  );
  await addWaiting(
    tx,
    after.waiting.filter(({ id }) => !was.has(id)),
  );
  if (newest !== undefined) await writeHolds(tx, { marker: newest, holds: after.holds });
  if (after.leaves.length > 0) await appendFacts(tx, after.leaves);
}

const idsOf = (facts: readonly { readonly id: string }[]) => new Set(facts.map(({ id }) => id));

export const sequencer: Subscriber = {
  name: "witness.sequencer",
  kinds: "all",
  batch: 5000,
  handle: sequence,
};
