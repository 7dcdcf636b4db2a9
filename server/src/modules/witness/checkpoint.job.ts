/** Writes a checkpoint whenever the log has grown. */
import { type Database, inTransaction } from "../../platform/database.ts";
import { repeat } from "../../platform/repeat.ts";
import type { Log, Metrics } from "../../platform/telemetry.ts";
import { readOrigin } from "./shard.store.ts";
import type { Signer } from "./signer.process.ts";
import { consistencyProof, rootOf } from "./tree.ts";
import {
  insertCheckpoint,
  isNewestOf,
  readCheckpointSize,
  readProgress,
  storeLogKey,
  withNodes,
} from "./witness.store.ts";

const EVERY_SECONDS = 1;

export interface CheckpointDeps {
  readonly db: Database;
  /** Name of the log. */
  readonly origin: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** A signed head that a restored log cannot reach again would be a fork: the backup comes first. */
  readonly beforeSigning?: ((facts: number) => Promise<void>) | undefined;
  /** Largest size that a witness outside claims to know. */
  readonly witnessed?: (() => Promise<number>) | undefined;
}

const keyOf = async ({ origin }: CheckpointDeps, signer: Signer) => ({
  origin,
  vkey: await signer.vkey(),
  sm2Vkey: await signer.sm2Vkey(),
});

/** Signs and stores a checkpoint of the whole log, if the newest is smaller. @returns size of the log */
async function writeCheckpoint(deps: CheckpointDeps, signer: Signer): Promise<number> {
  const { size, taken } = await readProgress(deps.db);
  deps.metrics.logSize.set(size);
  if (size <= (await readCheckpointSize(deps.db))) return size;
  // Sealed while this process ran: its name is signed no more.
  if ((await readOrigin(deps.db, deps.origin)) !== deps.origin)
    throw new Error(`the log ${deps.origin} was sealed: start the server again`);
  await deps.beforeSigning?.(taken);
  const witnessed = await deps.witnessed?.();
  const last = await signer.lastSigned();
  const { root, proof } = await withNodes(deps.db, "witness.node", (read) => ({
    root: rootOf(read, size),
    // Where the log is smaller than what was signed, no proof exists, and the signer says so.
    proof: last.size <= size ? consistencyProof(read, last.size, size) : [],
  }));
  const { note, signedAt } = await signer.sign({ size, root }, proof, witnessed);
  const key = await keyOf(deps, signer);
  // The name that stands beside the newest checkpoint changes with it.
  await inTransaction(deps.db, async (tx) => {
    await insertCheckpoint(tx, { size, root, note, signedAt });
    await storeLogKey(tx, key);
  });
  return size;
}

export interface CheckpointLoop {
  /** Signs at once, if the log grew. @returns size of the log. @throws SignerRefusal, Error */
  now(): Promise<number>;
  /** Why the last attempt failed, if it did. */
  failure(): string | undefined;
  stop(): Promise<void>;
}

/** Looks every second. */
export function startCheckpointLoop(deps: CheckpointDeps, signer: Signer): CheckpointLoop {
  const state: { stopped: boolean; failure: string | undefined; isKeyStored: boolean } = {
    stopped: false,
    failure: undefined,
    isKeyStored: false,
  };
  const storeKey = async () => {
    if (state.isKeyStored) return;
    const key = await keyOf(deps, signer);
    if (await isNewestOf(deps.db, key.origin)) await storeLogKey(deps.db, key);
    state.isKeyStored = true;
  };
  // One after the other: a proof starts from what was signed last.
  let last: Promise<unknown> = Promise.resolve();
  const now = () => {
    const next = last.then(storeKey).then(() => writeCheckpoint(deps, signer));
    last = next.catch(() => undefined);
    return next;
  };
  const attempt = async () => {
    try {
      await now();
      state.failure = undefined;
    } catch (error) {
      if (state.stopped) return;
      const failure = (error as Error).message;
      if (failure !== state.failure) deps.log.error({ err: error }, "no checkpoint of the log");
      state.failure = failure;
    }
  };
  const stopRepeating = repeat(EVERY_SECONDS, attempt);
  return {
    now,
    failure: () => state.failure,
    async stop() {
      state.stopped = true;
      await stopRepeating();
    },
  };
}
