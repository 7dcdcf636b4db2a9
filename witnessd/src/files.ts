/**
 * The state directory: for its owner alone (0700, files 0600), one process at a time, and files that are replaced whole
 * and on the disk before anything is signed.
 */
import { chmod, mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Something that the operator of the witness must put right; the message says what. */
export class WitnessFault extends Error {}

const OTHERS = 0o077;

async function refuseLoose(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & OTHERS) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, "0");
  throw new WitnessFault(`${path} is open to others (mode ${shown}): run chmod go-rwx on it`);
}

/**
 * Makes or opens the directory and holds it until the process ends or `release` is called.
 * @throws WitnessFault if others may read it, or another process holds it
 */
export async function holdDirectory(directory: string): Promise<{ readonly release: () => void }> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseLoose(directory);
  const path = join(directory, "lock");
  try {
    // The lock is that of SQLite (fcntl): the system frees it when the process ends, however it ends.
    const lock = new DatabaseSync(path);
    lock.exec("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    await chmod(path, 0o600);
    return { release: () => lock.close() };
  } catch (error) {
    throw new WitnessFault(`another witness is using ${directory}`, { cause: error });
  }
}

/** Text of a file that only its owner may read; undefined if there is none. @throws WitnessFault if others may read it */
export async function readPrivate(directory: string, name: string): Promise<string | undefined> {
  const path = join(directory, name);
  try {
    await refuseLoose(path);
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces a file in one step; it is on the disk when this resolves, and before that the old one is. */
export async function replaceFile(directory: string, name: string, text: string): Promise<void> {
  const draft = join(directory, `${name}.draft`);
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(directory, name));
  const names = await open(directory, "r");
  try {
    await names.sync();
  } finally {
    await names.close();
  }
}
