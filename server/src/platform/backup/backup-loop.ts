/** The continuous backup of a running server (MINGJING_BACKUP_DIR). */
import pg from "pg";

import type { HealthCheck } from "../module.ts";
import type { Log } from "../telemetry.ts";
import { hasFact } from "./backup.store.ts";
import { type ComposeOptions, nextGroup } from "./compose.ts";
import { type BackupDirectory, openBackupDirectory } from "./directory.ts";
import { BackupError } from "./format.ts";

const EVERY_MS = 20_000;
const LOCK = 7_301_004;

export interface BackupLoopOptions extends ComposeOptions {
  readonly directory: string;
  /** Connection that holds the lock: one writer, however many servers. */
  readonly url: string;
  readonly log: Log;
}

export interface BackupLoop {
  readonly health: HealthCheck;
  /** Resolves when the backup holds this many facts of the log. @throws Error when it cannot */
  holds(facts: number): Promise<void>;
  /** Writes what is new now. @returns facts it holds. @throws Error */
  flush(): Promise<number>;
  stop(): Promise<void>;
}

/** Writes what is new at once when asked, and at least every 20 seconds. */
export function startBackup(options: BackupLoopOptions): BackupLoop {
  const { log } = options;
  const state: {
    failure: string | undefined;
    doneAt: Date | undefined;
    writer: Writer | undefined;
  } = { failure: undefined, doneAt: undefined, writer: undefined };
  let last: Promise<unknown> = Promise.resolve();
  const flush = (): Promise<number> => {
    const next = last.then(async () => {
      state.writer ??= await openWriter(options, () => (state.writer = undefined));
      const facts = await writeAll(options, state.writer.directory);
      state.failure = undefined;
      state.doneAt = options.now();
      return facts;
    });
    last = next.catch(async (error: unknown) => {
      const failure = (error as Error).message;
      if (failure !== state.failure)
        log.error({ err: error }, "backup failed; it will be repeated");
      state.failure = failure;
      await state.writer?.close();
      state.writer = undefined;
    });
    return next;
  };
  const timer = setInterval(() => void flush().catch(() => undefined), EVERY_MS);
  void flush().catch(() => undefined);
  return {
    health: {
      name: "backup",
      check: async () => ({
        ok: state.failure === undefined,
        detail: state.failure ?? `written ${state.doneAt?.toISOString() ?? "not yet"}`,
      }),
    },
    flush,
    async holds(facts) {
      if ((state.writer?.directory.state().facts ?? -1) >= facts) return;
      const held = await flush();
      if (held < facts) throw new BackupError(`the backup holds ${held} of ${facts} facts so far`);
    },
    async stop() {
      clearInterval(timer);
      await flush().catch(() => undefined);
      await state.writer?.close();
    },
  };
}

interface Writer {
  readonly directory: BackupDirectory;
  close(): Promise<void>;
}

/** @param onLost called when the lock is gone: then another server may write */
async function openWriter(options: BackupLoopOptions, onLost: () => void): Promise<Writer> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: "mingjing-backup",
  });
  client.on("error", (error) => {
    options.log.warn({ err: error }, "backup lost its lock");
    onLost();
  });
  const close = () => client.end().catch(() => undefined);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [LOCK]);
    if (rows[0]?.taken !== true) throw new BackupError("another server writes the backup");
    const directory = await openBackupDirectory(options.directory);
    const { facts, position } = directory.state();
    if (facts > 0 && !(await hasFact(options.db, position))) {
      throw new BackupError(
        `${options.directory} holds the backup of another database or of facts that are lost here: ` +
          "restore from it, or give MINGJING_BACKUP_DIR an empty directory",
      );
    }
    return { directory, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function writeAll(options: ComposeOptions, directory: BackupDirectory): Promise<number> {
  for (;;) {
    const group = await nextGroup(options, directory.state());
    if (group === undefined) return directory.state().facts;
    await directory.append(group);
  }
}
