/**
 * The lane of sealed facts (decision 0036). Facts that tell of bids before a deadline wait, and enter the log in blocks of
 * fixed size at fixed times, filled up with padding. The order of the log is a function of the feed alone, so that a
 * restored log is the same. Pure.
 */
import { blockClosed } from "../../../../contract/src/facts/witness.block-closed.ts";
import { paddingRecorded } from "../../../../contract/src/facts/witness.padding-recorded.ts";

/** What a leaf is made of. */
export interface LaneFact {
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly digest: Buffer;
}

export interface Waiting {
  readonly id: string;
  readonly digest: Buffer;
  readonly isPadding: boolean;
}

/** Payload of `witness.block-closed`. */
export interface Marker {
  readonly slots: number;
  readonly holds: readonly string[];
}

export interface LaneState {
  /** Kinds that wait; none: the lane is closed, and nothing waits but padding that came too early. */
  readonly holds: readonly string[];
  /** In the order of the feed. Needed where the page holds a marker, and may be left empty otherwise. */
  readonly waiting: readonly Waiting[];
}

export interface LanePassage {
  /** In the order of the log. */
  readonly leaves: readonly Pick<LaneFact, "id" | "digest">[];
  readonly holds: readonly string[];
  /** Waits after the page. */
  readonly waiting: readonly Waiting[];
}

/** Facts of what happened longer ago are history that is brought in: they betray no bid that is still sealed. */
const LIVE_HOURS = 72;
const HOUR_MS = 3_600_000;

/** Milliseconds since 1970 in a UUIDv7 (RFC 9562 §5.7): when the server took the fact. */
export const takenAt = (id: string): number =>
  Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

const isLive = ({ id, occurredAt }: LaneFact) =>
  takenAt(id) - Date.parse(occurredAt) < LIVE_HOURS * HOUR_MS;

const isPadding = ({ kind }: LaneFact) => kind === paddingRecorded.kind;
export const isMarker = ({ kind }: Pick<LaneFact, "kind">): boolean => kind === blockClosed.kind;

/** Those that waited longest, then padding: all in the order of their digests, which says nothing of anything. */
function takeBlock(waiting: readonly Waiting[], { slots, holds }: Marker): readonly Waiting[] {
  const first = [
    ...waiting.filter((one) => !one.isPadding),
    ...waiting.filter((one) => one.isPadding),
  ];
  const block = holds.length === 0 ? first : first.slice(0, slots);
  return block.toSorted((a, b) => Buffer.compare(a.digest, b.digest));
}

/** Where a page of the feed goes: into the log at once, or into the lane until a marker takes it out. */
export function passLane(
  before: LaneState,
  facts: readonly LaneFact[],
  markers: ReadonlyMap<string, Marker>,
): LanePassage {
  let { holds } = before;
  let waiting = [...before.waiting];
  const leaves: Pick<LaneFact, "id" | "digest">[] = [];
  for (const fact of facts) {
    const marker = markers.get(fact.id);
    if (marker !== undefined) {
      const block = takeBlock(waiting, marker);
      const taken = new Set(block);
      leaves.push(...block, fact);
      waiting = waiting.filter((one) => !taken.has(one));
      holds = marker.holds;
    } else if (isPadding(fact) || (holds.includes(fact.kind) && isLive(fact))) {
      waiting.push({ id: fact.id, digest: fact.digest, isPadding: isPadding(fact) });
    } else {
      leaves.push(fact);
    }
  }
  return { leaves, holds, waiting };
}

/**
 * Leaves of the next block, for so many that wait. Up to two blocks' worth the size stays as it is, and nothing waits for
 * more than two; beyond, the size doubles until all fit, and whoever watches the log sees that much arrived at once.
 */
export function slotsFor(waiting: number, slots: number): number {
  if (waiting <= 2 * slots) return slots;
  let size = slots;
  while (size < waiting) size *= 2;
  return size;
}
