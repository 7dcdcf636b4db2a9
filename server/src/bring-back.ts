/** Brings a proven backup into an empty database: keys, facts, rows, then everything that follows from them. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { type Application, keptTables } from "./app.ts";
import {
  advanceKey,
  analyse,
  type BackupContents,
  BackupError,
  restoreBackup,
  restoreSecrets,
  writeCursors,
} from "./platform/backup/index.ts";
import type { Database } from "./platform/database.ts";

/** The log is built again from the facts, so its subscriber starts at the beginning. */
const READ_AGAIN = ["witness.sequencer"];

export interface BringBackOptions {
  /** File or directory. */
  readonly path: string;
  /** What `readBackup` proved of it. */
  readonly contents: BackupContents;
  readonly owner: Database;
  readonly dataDir: string;
  readonly passphrase: string | undefined;
  /** Go on with a new log key when the backup holds none. */
  readonly isNewKeyAllowed: boolean;
  /** The backup may hold less than the log's key has signed. */
  readonly isLossAllowed?: boolean;
  readonly onProgress: (facts: number) => void;
  readonly report: (line: string) => void;
}

/** @throws BackupError: nothing was written yet, or the database must be emptied before it is tried again */
export async function bringBack(
  application: Application,
  options: BringBackOptions,
): Promise<void> {
  const { path, owner, contents, report, onProgress } = options;
  const { modules } = application;
  const tables = keptTables(modules);
  await bringKeysBack(application, options);
  await restoreBackup(path, owner, { tables, onProgress });
  for (const table of tables) await advanceKey(owner, table);
  const { facts, seconds } = await application.rebuild();
  report(`tables: made again from ${facts} facts in ${seconds.toFixed(1)} s`);
  for (const { afterRestore } of modules) {
    if (afterRestore !== undefined)
      report(await afterRestore({ isLossAllowed: options.isLossAllowed ?? false }));
  }
  await writeCursors(owner, contents.cursors, READ_AGAIN);
  await analyse(owner);
}

async function bringKeysBack(
  { modules }: Application,
  { dataDir, passphrase, contents, isNewKeyAllowed }: BringBackOptions,
): Promise<void> {
  const replaceable = new Set(modules.flatMap((module) => module.replaceableFiles ?? []));
  const written = await restoreSecrets(contents.secrets, { dataDir, passphrase });
  for (const name of modules.flatMap((module) => module.secretFiles ?? [])) {
    if (
      isNewKeyAllowed ||
      replaceable.has(name) ||
      written.includes(name) ||
      existsSync(join(dataDir, name))
    )
      continue;
    throw new BackupError(
      `the backup was made without a passphrase and holds no ${name}: put the file at ${join(dataDir, name)}, ` +
        "or give --new-log-key (old certificates still verify; new ones are signed by a new key)",
    );
  }
}
