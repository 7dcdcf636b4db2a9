/** What a recorder finds on the disk when it starts: the chain, and the segment it was writing when it was killed. */
import { readFile, truncate } from "node:fs/promises";
import { join } from "node:path";

import { DamagedStream } from "./box.ts";
import {
  CHAIN_FILE,
  initFile,
  linkRecord,
  parseRecord,
  segmentFile,
  type SegmentRecord,
  sha256,
} from "./chain.ts";
import { createFragmentReader } from "./fragment-reader.ts";
import { GAP_CAUSES, type GapCause } from "./gap-watch.ts";

/** Notes of the recorder for its own restart; nothing of them is evidence. */
export const JOURNAL_FILE = "journal.jsonl";

export type JournalLine =
  | { readonly kind: "started"; readonly at: number }
  | {
      readonly kind: "opened";
      readonly run: string;
      readonly number: number;
      readonly startAt: number;
    }
  | { readonly kind: "gap"; readonly why: GapCause; readonly isOpen: boolean }
  | { readonly kind: "stopped" };

export interface Recovered {
  readonly records: readonly SegmentRecord[];
  /** The segment that a kill left behind: it has no line in the chain file yet. */
  readonly cut: SegmentRecord | undefined;
  /** End of the last picture, or the first start of this recorder; undefined: it starts for the first time. */
  readonly lastEndAt: number | undefined;
  readonly why: GapCause;
}

/** A file that is not there is empty; every other failure is thrown. */
export const readIfThere = (file: string): Promise<Buffer | undefined> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

/**
 * The lines of a file that were written whole. A last line without its end is torn and cut off: whatever it told, nobody
 * was told of.
 */
async function wholeLines(file: string): Promise<string[]> {
  const bytes = (await readIfThere(file)) ?? Buffer.alloc(0);
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) await truncate(file, end);
  return bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
}

function parseJournalLine(line: string): JournalLine | undefined {
  try {
    return JSON.parse(line) as JournalLine;
  } catch {
    return undefined;
  }
}

/** Why pictures were missing when the recorder ended. */
function causeOf(journal: readonly JournalLine[]): GapCause {
  const gap = journal.findLast((line) => line.kind === "gap");
  if (gap?.kind === "gap" && gap.isOpen && GAP_CAUSES.includes(gap.why)) return gap.why;
  return journal.at(-1)?.kind === "stopped" ? "stopped" : "killed";
}

/** Seconds of whole fragments. */
function secondsOf(init: Buffer, bytes: Buffer): number {
  let seconds = 0;
  const reader = createFragmentReader({
    init: () => {},
    fragment: ({ duration }) => {
      seconds += duration;
    },
  });
  try {
    reader.push(init);
    reader.push(bytes);
  } catch (error) {
    if (!(error instanceof DamagedStream)) throw error;
  }
  return seconds;
}

export interface OpenedSegment {
  readonly dir: string;
  readonly camera: string;
  readonly run: string;
  readonly number: number;
  readonly startAt: number;
}

/** Record of a segment that was opened and never closed, hashed as it lies there; undefined: there is no such file. */
export async function cutRecord(
  { dir, camera, run, number, startAt }: OpenedSegment,
  previous: string | undefined,
): Promise<SegmentRecord | undefined> {
  const bytes = await readIfThere(join(dir, segmentFile({ run, number })));
  const init = await readIfThere(join(dir, initFile({ run })));
  if (bytes === undefined || init === undefined) return undefined;
  const endAt = startAt + Math.round(secondsOf(init, bytes) * 1000);
  const metadata = { camera, run, number, startAt, endAt, bytes: bytes.length };
  return linkRecord({ ...metadata, initHash: sha256(init), isCut: true }, sha256(bytes), previous);
}

/**
 * The records of a folder's chain file, as they stand there, unchecked.
 * @throws Error when a line is no record: a chain is never continued over damage
 */
export async function readChain(dir: string): Promise<SegmentRecord[]> {
  const lines = await wholeLines(join(dir, CHAIN_FILE));
  return lines.map((line, index) => {
    const record = parseRecord(line);
    if (record === undefined) throw new Error(`line ${index + 1} of ${CHAIN_FILE} is no record`);
    return record;
  });
}

/** @throws Error as readChain */
export async function recover(dir: string, camera: string): Promise<Recovered> {
  const records = await readChain(dir);
  const lines = await wholeLines(join(dir, JOURNAL_FILE));
  const journal = lines.map(parseJournalLine).filter((line) => line !== undefined);
  const last = records.at(-1);
  const opened = journal.findLast((line) => line.kind === "opened");
  const isCut = opened?.kind === "opened" && opened.number === (last?.number ?? 0) + 1;
  const cut = isCut ? await cutRecord({ dir, camera, ...opened }, last?.chain) : undefined;
  const started = journal.find((line) => line.kind === "started");
  const startedAt = started?.kind === "started" ? started.at : undefined;
  return { records, cut, lastEndAt: cut?.endAt ?? last?.endAt ?? startedAt, why: causeOf(journal) };
}
