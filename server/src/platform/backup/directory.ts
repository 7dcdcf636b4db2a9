/** A backup in a directory: segments that grow, and beside them how far it has come. */
import { mkdir, open, readdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import { readIfThere, syncDirectory, writeDurably } from "../files.ts";
import { type BackupState, EMPTY_STATE, type Group } from "./compose.ts";
import { BACKUP_FORMAT, BackupError, isSegmentName, lineOf, segmentName } from "./format.ts";

const compress = promisify(gzip);
const SEGMENT_BYTES = 64 * 1024 * 1024;
const STATE_FILE = "state.json";
const GZIP_LEVEL = 5;

interface Saved {
  /** Segment that is being written; null before the first. */
  readonly segment: string | null;
  /** Its bytes that are certain. */
  readonly bytes: number;
  readonly state: BackupState;
}

export interface BackupDirectory {
  state(): BackupState;
  /** Writes a group so that it survives a power cut. */
  append(group: Group): Promise<void>;
}

/** Opens or begins a backup. What was written after the last certain byte is cut off. @throws BackupError */
export async function openBackupDirectory(path: string): Promise<BackupDirectory> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  let saved = await readSaved(path);
  if (saved.segment !== null) await cutTorn(join(path, saved.segment), saved.bytes);
  return {
    state: () => saved.state,
    async append(group) {
      saved = await write(path, saved, group);
    },
  };
}

async function readSaved(path: string): Promise<Saved> {
  const text = await readIfThere(join(path, STATE_FILE));
  if (text !== undefined) return JSON.parse(text.toString("utf8")) as Saved;
  const segments = (await readdir(path)).filter(isSegmentName);
  if (segments.length > 0) {
    throw new BackupError(`${path} holds segments but no ${STATE_FILE}: give an empty directory`);
  }
  return { segment: null, bytes: 0, state: EMPTY_STATE };
}

async function cutTorn(file: string, bytes: number): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.size < bytes) {
    throw new BackupError(`${file} is shorter than what was written: give an empty directory`);
  }
  if (found.size > bytes) await truncate(file, bytes);
}

async function write(path: string, saved: Saved, { text, state }: Group): Promise<Saved> {
  const isNew = saved.segment === null || saved.bytes >= SEGMENT_BYTES;
  const segment = isNew ? segmentName(saved.state.facts) : saved.segment;
  const { facts: firstFact, chain } = saved.state;
  const header = isNew
    ? lineOf({ record: "segment", format: BACKUP_FORMAT, firstFact, chain })
    : "";
  const bytes = await compress(header + text, { level: GZIP_LEVEL });
  const offset = isNew ? 0 : saved.bytes;
  await writeAt(join(path, segment), bytes, { isNew, offset });
  if (isNew) await syncDirectory(path);
  const next: Saved = { segment, bytes: offset + bytes.length, state };
  await writeDurably(join(path, STATE_FILE), JSON.stringify(next));
  return next;
}

async function writeAt(
  file: string,
  bytes: Buffer,
  { isNew, offset }: { readonly isNew: boolean; readonly offset: number },
): Promise<void> {
  const handle = await open(file, isNew ? "w" : "r+", 0o600);
  try {
    await handle.write(bytes, 0, bytes.length, offset);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
