/** The log after a restore: built again from the facts, and held against every checkpoint that was ever signed. */
import { BackupError } from "../../platform/backup/format.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { pollOnce } from "../../platform/facts/feed.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
import type { RestoreAllowances } from "../../platform/module.ts";
import { refreshStatus } from "./certificate-status.store.ts";
import { listStanding, replaceReleased, sealOwner } from "./certificate.store.ts";
import type { TreeHead } from "./consistency.ts";
import { sequencer } from "./sequencer.subscriber.ts";
import { insertRestored, listShards, readOrigin } from "./shard.store.ts";
import { SHARDS } from "./shard.ts";
import { readLastSigned, writeLastSigned } from "./signer.files.ts";
import { rootOf } from "./tree.ts";
import {
  listCheckpoints,
  originOf,
  readSize,
  type StoredCheckpoint,
  withNodes,
} from "./witness.store.ts";

export interface RestoreLogDeps {
  readonly db: Database;
  readonly dataDir: string;
  /** Name of the first log. */
  readonly origin: string;
  /** It has kept what it signed; it refuses by itself when it is asked to sign less. */
  readonly isSignerApart: boolean;
}

/**
 * Appends all facts to the empty log, compares each old checkpoint, and tells the signer where it stands.
 * @throws BackupError when a checkpoint does not fit, or when the key in the data directory has signed more than the
 * backup holds: going on would sign a second, different log
 */
export async function restoreLog(
  { db, dataDir, origin: first, isSignerApart }: RestoreLogDeps,
  { isLossAllowed = false }: RestoreAllowances = {},
): Promise<string> {
  while (await pollOnce(db, sequencer, { isWaiting: true })) continue;
  const size = await readSize(db);
  const checkpoints = await listCheckpoints(db);
  for (const checkpoint of checkpoints) await compare(db, size, checkpoint);
  await insertRestored(db, size);
  const origin = await readOrigin(db, first);
  const own = checkpoints.filter(({ note }) => originOf(note) === origin);
  const restored = { size, origin, newest: own.at(-1), isLossAllowed };
  if (!isSignerApart) await setLastSigned({ db, dataDir }, restored);
  await releaseShards(db);
  const certificates = await releaseCertificates(db);
  return `log: ${size} leaves, ${checkpoints.length} checkpoints fit, ${certificates} certificates stand`;
}

/** What the public had; one that stands no more is taken back with the next look at what is public. */
const releaseCertificates = (db: Database): Promise<number> =>
  inTransaction(db, async (tx) => {
    const standing = await listStanding(tx);
    for (const { subject, ...certificate } of standing) {
      await replaceReleased(tx, subject, certificate);
      await releaseFacts(tx, [certificate.factId], sealOwner(subject));
    }
    await refreshStatus(tx);
    return standing.length;
  });

async function compare(db: Database, size: number, checkpoint: StoredCheckpoint): Promise<void> {
  const [, noteSize, noteRoot] = checkpoint.note.split("\n");
  const isOwnNote =
    noteSize === String(checkpoint.size) && noteRoot === checkpoint.root.toString("base64");
  if (!isOwnNote || !(await isHeadOf(db, size, checkpoint)))
    throw new BackupError(
      `the checkpoint of ${checkpoint.size} leaves does not fit the restored facts: the backup is not whole`,
    );
}

async function isHeadOf(db: Database, size: number, head: TreeHead): Promise<boolean> {
  if (head.size > size) return false;
  const root = await withNodes(db, "witness.node", (read) => rootOf(read, head.size));
  return root.equals(head.root);
}

interface Restored {
  readonly size: number;
  readonly origin: string;
  readonly newest: StoredCheckpoint | undefined;
  readonly isLossAllowed: boolean;
}

/** What was said in public of logs that were sealed. */
const releaseShards = (db: Database): Promise<void> =>
  inTransaction(db, async (tx) => {
    const shards = await listShards(tx);
    const ids = shards.map(({ factId }) => factId);
    await releaseFacts(tx, ids, SHARDS);
  });

/** A state that is there already may only stay: it says what the key has signed. */
async function setLastSigned(
  { db, dataDir }: Pick<RestoreLogDeps, "db" | "dataDir">,
  { size, origin, newest, isLossAllowed }: Restored,
): Promise<void> {
  const last = await readLastSigned(dataDir, origin);
  if (!(await isHeadOf(db, size, last))) {
    // The signer keeps what it knows, and refuses until another log is opened.
    if (isLossAllowed) return;
    throw new BackupError(
      `the key in ${dataDir}/keys has signed ${last.size} facts, the backup holds ${size} or others: find a newer backup; if there is none, restore again with --allow-lost-leaves (docs/operations/log-shards.md)`,
    );
  }
  if (newest !== undefined && newest.size > last.size)
    await writeLastSigned(dataDir, origin, { ...newest, at: newest.signedAt.getTime() });
}
