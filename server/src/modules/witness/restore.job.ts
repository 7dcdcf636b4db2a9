/** The log after a restore: built again from the facts, and held against every checkpoint that was ever signed. */
import { BackupError } from "../../platform/backup/format.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { pollOnce } from "../../platform/facts/feed.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
import { refreshStatus } from "./certificate-status.store.ts";
import { listStanding, replaceReleased, sealOwner } from "./certificate.store.ts";
import type { TreeHead } from "./consistency.ts";
import { sequencer } from "./sequencer.subscriber.ts";
import { readLastSigned, writeLastSigned } from "./signer.files.ts";
import { rootOf } from "./tree.ts";
import { listCheckpoints, readSize, type StoredCheckpoint, withNodes } from "./witness.store.ts";

export interface RestoreLogDeps {
  readonly db: Database;
  readonly dataDir: string;
}

/**
 * Appends all facts to the empty log, compares each old checkpoint, and tells the signer where it stands.
 * @throws BackupError when a checkpoint does not fit, or when the key in the data directory has signed more than the
 * backup holds: going on would sign a second, different log
 */
export async function restoreLog({ db, dataDir }: RestoreLogDeps): Promise<string> {
  while (await pollOnce(db, sequencer, { isWaiting: true })) continue;
  const size = await readSize(db);
  const checkpoints = await listCheckpoints(db);
  for (const checkpoint of checkpoints) await compare(db, size, checkpoint);
  await setLastSigned({ db, dataDir }, { size, newest: checkpoints.at(-1) });
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

/** A state that is there already may only stay: it says what the key has signed. */
async function setLastSigned(
  { db, dataDir }: RestoreLogDeps,
  { size, newest }: { readonly size: number; readonly newest: StoredCheckpoint | undefined },
): Promise<void> {
  const last = await readLastSigned(dataDir);
  if (!(await isHeadOf(db, size, last)))
    throw new BackupError(
      `the key in ${dataDir}/keys has signed ${last.size} facts, the backup holds ${size} or others: find a newer backup`,
    );
  if (newest !== undefined && newest.size > last.size) await writeLastSigned(dataDir, newest);
}
