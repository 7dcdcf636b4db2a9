/** One platform process per data directory: `<dataDir>/run/lock.json` says who holds it. */
import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { EmbeddedPostgresError, explainErrno, isErrno } from "./errors.ts";
import { isAlive, processStamp } from "./processes.ts";

interface Holder {
  readonly pid: number;
  /** Start time of the process; a reused pid has another one. */
  readonly stamp: string | undefined;
  readonly nonce: string;
}

export interface DataDirectoryLock {
  release(): Promise<void>;
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch (error) {
    if (isErrno(error) && error.code === "ENOENT") return undefined;
    if (error instanceof SyntaxError) return { pid: 0, stamp: undefined, nonce: "" };
    throw explainErrno(`Cannot read the data directory lock ${file}`, error);
  }
}

async function isHeld(holder: Holder): Promise<boolean> {
  if (!(await isAlive(holder.pid))) return false;
  return holder.stamp === undefined || holder.stamp === (await processStamp(holder.pid));
}

/** Sets a dead holder's lock aside; puts it back if another starter was quicker. */
async function setAside(file: string, dead: Holder): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await readHolder(aside);
  if (moved !== undefined && moved.nonce !== dead.nonce)
    await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

async function tryLink(mine: string, file: string): Promise<boolean> {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if (isErrno(error) && error.code === "EEXIST") return false;
    throw explainErrno(`Cannot lock the data directory with ${file}`, error);
  }
}

/**
 * Takes the lock; a holder that no longer lives is replaced.
 * @throws EmbeddedPostgresError `locked`, naming the pid that holds it.
 */
export async function lockDataDirectory(dataDir: string): Promise<DataDirectoryLock> {
  const file = join(dataDir, "run", "lock.json");
  const nonce = randomUUID();
  const mine = `${file}.${nonce}`;
  const holder = { pid: process.pid, stamp: await processStamp(process.pid), nonce };
  try {
    await writeFile(mine, `${JSON.stringify(holder)}\n`, { mode: 0o644 });
  } catch (error) {
    throw explainErrno(`Cannot write into the data directory ${dataDir}`, error);
  }
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (await tryLink(mine, file)) return { release: () => release(file, nonce) };
      const other = await readHolder(file);
      if (other === undefined) continue;
      if (await isHeld(other)) throw lockedBy(dataDir, other.pid);
      await setAside(file, other);
    }
    throw new EmbeddedPostgresError("locked", `Several platforms start on ${dataDir} at once.`);
  } finally {
    await rm(mine, { force: true });
  }
}

function lockedBy(dataDir: string, pid: number): EmbeddedPostgresError {
  const self = pid === process.pid ? " (this process)" : "";
  return new EmbeddedPostgresError(
    "locked",
    `The data directory ${dataDir} is in use by process ${pid}${self}. ` +
      "Stop that one, or give this one another MINGJING_DATA_DIR and MINGJING_PORT.",
  );
}

async function release(file: string, nonce: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder?.nonce === nonce) await rm(file, { force: true });
}
