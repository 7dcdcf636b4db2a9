/** Brings a backup back: proves it while reading, writes facts and rows as they were. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { canonicalJson } from "../../kernel/canonical-json.ts";
import { type Database, inTransaction } from "../database.ts";
import { contentHashOf, digestOf, type Fact, leafText } from "../facts/fact.ts";
import { readIfThere } from "../files.ts";
import type { KeptTable } from "./backup.store.ts";
import {
  BackupError,
  type CursorsRecord,
  type FactRecord,
  type RowRecord,
  type SecretRecord,
} from "./format.ts";
import { readGroups, type SealedGroup } from "./reader.ts";
import { insertFacts, isEmpty, startNextEpoch, writeRows } from "./restore.store.ts";
import { unseal } from "./secret-seal.ts";

export interface BackupContents {
  readonly facts: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly cursors: CursorsRecord["cursors"];
  readonly secrets: readonly SecretRecord[];
  /** When the last group was written. */
  readonly at: string | undefined;
}

/**
 * Reads a whole backup and proves it: the seals, and each fact against its content hash and digest.
 * @param take called for each group in order
 * @throws BackupError naming file and fact
 */
export async function readBackup(
  path: string,
  take: (group: SealedGroup, parts: GroupParts) => Promise<void>,
): Promise<BackupContents> {
  const rows: Record<string, number> = {};
  const secrets: SecretRecord[] = [];
  let facts = 0;
  let cursors: CursorsRecord["cursors"] = [];
  let at: string | undefined;
  for await (const group of readGroups(path)) {
    const parts = partsOf(group);
    for (const fact of parts.facts) proveFact(group.file, fact);
    facts += parts.facts.length;
    if (facts !== group.mark.facts)
      throw new BackupError(`${group.file}: ${facts} facts, but the mark says ${group.mark.facts}`);
    for (const [table, found] of parts.rows) rows[table] = (rows[table] ?? 0) + found.length;
    secrets.push(...parts.secrets);
    cursors = parts.cursors ?? cursors;
    at = group.mark.at;
    await take(group, parts);
  }
  return { facts, rows, cursors, secrets, at };
}

interface GroupParts {
  readonly facts: readonly FactRecord[];
  readonly rows: ReadonlyMap<string, readonly RowRecord["row"][]>;
  readonly secrets: readonly SecretRecord[];
  readonly cursors: CursorsRecord["cursors"] | undefined;
}

function partsOf({ records }: SealedGroup): GroupParts {
  const facts: FactRecord[] = [];
  const secrets: SecretRecord[] = [];
  const rows = new Map<string, RowRecord["row"][]>();
  let cursors: CursorsRecord["cursors"] | undefined;
  for (const record of records) {
    if (record.record === "fact") facts.push(record);
    else if (record.record === "secret") secrets.push(record);
    else if (record.record === "cursors") cursors = record.cursors;
    else rows.set(record.table, [...(rows.get(record.table) ?? []), record.row]);
  }
  return { facts, rows, secrets, cursors };
}

function proveFact(file: string, record: FactRecord): void {
  // Its digest is held against the checkpoints of the log all the same.
  if (record.erased === true) return;
  const { id, kind, version, source, subject, payload, corrects } = record;
  const payloadText = canonicalJson(payload);
  const content = {
    kind,
    source,
    sourceId: record.source_id,
    subject,
    occurredAt: record.occurred_at,
    payload,
  };
  const contentHash = contentHashOf(content, payloadText);
  const fact: Fact = {
    ...content,
    id,
    version,
    contentHash,
    ...(corrects === null ? {} : { corrects }),
  };
  const digest = digestOf(Buffer.from(record.salt, "hex"), leafText(fact, payloadText));
  if (contentHash !== record.content_hash || digest.toString("hex") !== record.digest) {
    throw new BackupError(`${file}: fact ${id} does not fit its digest: the backup was changed`);
  }
}

/**
 * Writes the backup into an empty database, with the feed positions the facts had.
 * @throws BackupError if something was recorded there already
 */
export async function restoreBackup(
  path: string,
  owner: Database,
  { tables, onProgress }: { tables: readonly KeptTable[]; onProgress: (facts: number) => void },
): Promise<BackupContents> {
  if (!(await isEmpty(owner)))
    throw new BackupError(
      "the database holds facts already: restore into a new data directory or an empty database",
    );
  const contents = await readBackup(path, async ({ mark }, { facts, rows }) => {
    await inTransaction(owner, async (tx) => {
      await insertFacts(tx, facts);
      for (const table of tables) await writeRows(tx, table, rows.get(table.table) ?? []);
    });
    onProgress(mark.facts);
  });
  await startNextEpoch(owner);
  return contents;
}

/**
 * Puts the secret files back; a file that is there already stays, and must be the same.
 * @throws BackupError without the passphrase, or when another key is in the data directory
 */
export async function restoreSecrets(
  secrets: readonly SecretRecord[],
  { dataDir, passphrase }: { readonly dataDir: string; readonly passphrase: string | undefined },
): Promise<readonly string[]> {
  const written: string[] = [];
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  for (const { name, sealed } of secrets) {
    if (passphrase === undefined)
      throw new BackupError(
        `the backup holds ${name} under a passphrase: set MINGJING_BACKUP_PASSPHRASE`,
      );
    const secret = await unseal(name, sealed, passphrase);
    const path = join(dataDir, name);
    const there = await readIfThere(path);
    if (there !== undefined && !there.equals(secret))
      throw new BackupError(
        `${path} is another key than the one in the backup: move it away first`,
      );
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, secret, { mode: 0o600 });
    written.push(name);
  }
  return written;
}
