import { rootsRecorded } from "../../../../contract/src/facts/witness.roots-recorded.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
/** Records the roots of the other trees in the log, so that whoever cosigns its checkpoints vouches for them too. */
import { nextUuid } from "../../platform/facts/uuid.ts";
import { holdsOther, lockRoots, readNewestRoots, withdrawOldRoots } from "./roots.store.ts";
import { extendSm3, readSm3Root } from "./sm3.store.ts";
import { readSize } from "./witness.store.ts";

export interface RootsDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly origin: string;
  /** Brings the map of what is public up to date and answers with its root; absent: there is none. */
  readonly mapRoot?: ((tx: Tx) => Promise<Buffer>) | undefined;
}

const NO_MAP = Buffer.alloc(32);
/** Public copies of the newest roots: proofs of a page that is still being read lead to them. */
const KEPT = 20;

/** Subject of what is said of a log. */
export const logSubject = (origin: string): string => `log:${origin}`;

/**
 * Records roots if the log grew by more than roots, or the map changed. A log that is far ahead of its other tree is
 * followed a page at a time. @returns whether there is more to do at once
 */
export const recordRoots = (deps: RootsDeps): Promise<boolean> =>
  inTransaction(deps.db, async (tx) => {
    if (!(await lockRoots(tx))) return false;
    const size = await readSize(tx);
    if (size === 0) return false;
    if ((await extendSm3(tx, size)) < size) return true;
    const last = await readNewestRoots(tx);
    const mapRoot = (await deps.mapRoot?.(tx)) ?? NO_MAP;
    const isSame = last !== undefined && last.mapRoot.equals(mapRoot);
    if (isSame && !(await holdsOther(tx, last.size, size))) return false;
    const id = await recordFact(tx, deps.registry, {
      kind: rootsRecorded.kind,
      source: "mingjing",
      sourceId: `witness/roots/${nextUuid(Date.now())}`,
      subject: logSubject(deps.origin),
      occurredAt: deps.clock.now().toISOString(),
      payload: {
        size,
        sm3Root: (await readSm3Root(tx, size)).toString("hex"),
        mapRoot: mapRoot.toString("hex"),
      },
    });
    await releaseFacts(tx, [id]);
    await withdrawOldRoots(tx, logSubject(deps.origin), KEPT);
    return false;
  });
