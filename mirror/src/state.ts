/**
 * The state directory: one file of SQLite, whose transactions are on the disk before anything is shown (WAL, synchronous
 * FULL), for its owner alone and one mirror at a time. Leaves beyond the verified size are there and are not shown.
 */
import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { MirrorFault } from "./fault.ts";

const OTHERS = 0o077;
const VERSION = 1;

const SCHEMA = `
CREATE TABLE leaf (idx INTEGER PRIMARY KEY, digest BLOB NOT NULL);
CREATE TABLE fact (
  idx INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, project TEXT,
  occurred TEXT NOT NULL, recorded TEXT NOT NULL, salt TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX fact_project ON fact (project, occurred, idx);
CREATE INDEX fact_kind ON fact (kind, occurred, idx);
CREATE INDEX fact_occurred ON fact (occurred, idx);
CREATE TABLE title (project TEXT NOT NULL, idx INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (project, idx)) WITHOUT ROWID;
CREATE TABLE party (
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (type, code, name));
CREATE TABLE mention (party INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (party, idx)) WITHOUT ROWID;
CREATE INDEX mention_idx ON mention (idx);
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1), vkey TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
  note TEXT NOT NULL, verified_at TEXT NOT NULL, lag_seconds REAL);
CREATE TABLE alarm (
  n INTEGER PRIMARY KEY, first_at TEXT NOT NULL, last_at TEXT NOT NULL, code TEXT NOT NULL, params TEXT NOT NULL,
  evidence TEXT NOT NULL, UNIQUE (code, params));
PRAGMA user_version = ${VERSION};`;

async function refuseLoose(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & OTHERS) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, "0");
  throw new MirrorFault(`${path} is open to others (mode ${shown}): run chmod go-rwx on it`);
}

/** Text file that only its owner may read. @throws MirrorFault */
export const requirePrivate = refuseLoose;

const FILE = "mirror.db";

/** The lock is that of SQLite (fcntl): the system frees it when the process ends, however it ends. */
function lock(directory: string): DatabaseSync {
  try {
    const held = new DatabaseSync(join(directory, "lock"), { timeout: 0 });
    held.exec("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return held;
  } catch (error) {
    throw new MirrorFault(`another mirror is using ${directory}`, { cause: error });
  }
}

export interface State {
  readonly db: DatabaseSync;
  readonly close: () => void;
}

/** Makes or opens the state, and holds it. @throws MirrorFault */
export async function openState(directory: string): Promise<State> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseLoose(directory);
  const held = lock(directory);
  try {
    await chmod(join(directory, "lock"), 0o600);
    const db = new DatabaseSync(join(directory, FILE));
    await chmod(join(directory, FILE), 0o600);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    requireVersion(db, () => inTransaction(db, () => db.exec(SCHEMA)));
    return {
      db,
      close() {
        db.close();
        held.close();
      },
    };
  } catch (error) {
    held.close();
    throw error;
  }
}

/** Reads beside a mirror that runs. @throws MirrorFault if nothing is there */
export function readState(directory: string): State {
  try {
    const db = new DatabaseSync(join(directory, FILE), { readOnly: true });
    requireVersion(db, () => {
      throw new MirrorFault(`${directory} holds no state yet`);
    });
    return { db, close: () => db.close() };
  } catch (error) {
    if (error instanceof MirrorFault) throw error;
    throw new MirrorFault(`there is no state in ${directory}: start mirror serve first`, {
      cause: error,
    });
  }
}

function requireVersion(db: DatabaseSync, onNew: () => void): void {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version === 0) onNew();
  else if (version !== VERSION)
    throw new MirrorFault(`the state is of version ${version}, this program reads ${VERSION}`);
}

/** All or nothing, also at a kill. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}
