/** Recordings on disk: the segments of a span, clips of them with their proof. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { Zip, ZipPassThrough } from "fflate";

import {
  CHAIN_FILE,
  type ClipProof,
  cutClip,
  readChain,
  type SegmentRecord,
} from "../../../../cameras/src/index.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import { dayAfter, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isoOf } from "./times.ts";

export interface DaySegments {
  /** Name of the folder. */
  readonly day: string;
  readonly records: readonly SegmentRecord[];
}

/** Names of the folders that a span can touch. */
export function daysOf({ from, to }: Span): string[] {
  const last = plainDateOf(new Date(to));
  const days: string[] = [];
  for (let day = plainDateOf(new Date(from)); day <= last; day = dayAfter(day)) days.push(day);
  return days.map((day) => day.replaceAll("-", ""));
}

/** Numbers of a clip's first and last segment, and of the head in the log that its chain leads to. */
export interface ClipPlace {
  readonly first: number;
  readonly last: number;
  readonly head: number;
}

interface Remembered {
  readonly mark: string;
  readonly records: readonly SegmentRecord[];
}

/** A chain file is read again when it grew. */
export function createRecordings(directory: string) {
  const memory = new Map<string, Remembered>();
  const MOST_REMEMBERED = 32;

  async function recordsOf(channel: string, day: string): Promise<readonly SegmentRecord[]> {
    const dir = join(directory, channel, day);
    const file = await stat(join(dir, CHAIN_FILE)).catch(() => undefined);
    if (file === undefined) return [];
    const mark = `${file.size} ${file.mtimeMs}`;
    const known = memory.get(dir);
    if (known?.mark === mark) return known.records;
    const records = await readChain(dir);
    if (memory.size >= MOST_REMEMBERED) memory.clear();
    memory.set(dir, { mark, records });
    return records;
  }

  /** Segments that touch the span, by day. */
  async function segmentsOf(channel: string, span: Span): Promise<DaySegments[]> {
    const [from, to] = [Date.parse(span.from), Date.parse(span.to)];
    const days: DaySegments[] = [];
    for (const day of daysOf(span)) {
      const all = await recordsOf(channel, day);
      const records = all.filter(({ startAt, endAt }) => startAt < to && endAt > from);
      if (records.length > 0) days.push({ day, records });
    }
    return days;
  }

  return {
    directory,
    segmentsOf,
    /** What lies on the disk of a span: the log is half a minute behind it. */
    async spansOf(channel: string, span: Span): Promise<Span[]> {
      const days = await segmentsOf(channel, span);
      return days.flatMap(({ records }) =>
        records.map(({ startAt, endAt }) => ({ from: isoOf(startAt), to: isoOf(endAt) })),
      );
    },
    /** The records beside a clip: the one before it, and those behind it up to the number that a fact tells of. */
    async besideOf(channel: string, day: string, { first, last, head }: ClipPlace) {
      const all = await recordsOf(channel, day);
      return {
        before: all.find(({ number }) => number === first - 1) ?? null,
        // One more than the clip at least: it shows that nothing lies between.
        after: all.filter(({ number }) => number > last && number <= Math.max(head, last + 1)),
      };
    },
  };
}
export type Recordings = ReturnType<typeof createRecordings>;

export interface ClipPack {
  readonly file: string;
  readonly bytes: number;
  readonly hash: string;
  dispose(): Promise<void>;
}

/** Most segments in one clip: some four hours. */
const MOST_SEGMENTS = 4000;

/** What was cut of one day. */
export type DayProof = ClipProof & { readonly day: string };

interface PackOptions {
  readonly channel: string;
  readonly span: Span;
  /** Texts beside the clip, by name. */
  readonly texts: (proofs: readonly DayProof[]) => Promise<Readonly<Record<string, string>>>;
}

/** Writes the pack to a folder of its own. @throws RuleViolation video.nothing-recorded, video.clip-too-long; ClipRefused */
export async function packClip(
  recordings: Recordings,
  { channel, span, texts }: PackOptions,
): Promise<ClipPack> {
  const days = await recordings.segmentsOf(channel, span);
  const count = days.reduce((sum, { records }) => sum + records.length, 0);
  if (count === 0) throw new RuleViolation("video.nothing-recorded", {});
  if (count > MOST_SEGMENTS) throw new RuleViolation("video.clip-too-long", {}, { status: 400 });
  const folder = await mkdtemp(join(tmpdir(), "mingjing-clip-"));
  try {
    const proofs: DayProof[] = [];
    const interval = { from: Date.parse(span.from), to: Date.parse(span.to) };
    for (const { day, records } of days) {
      const dir = join(recordings.directory, channel, day);
      const proof = await cutClip({ dir, into: join(folder, "pack", day), ...interval, records });
      proofs.push({ ...proof, day });
    }
    for (const [name, text] of Object.entries(await texts(proofs)))
      await writeFile(join(folder, "pack", name), text);
    const file = join(folder, "clip.zip");
    const packed = await zipFolder(join(folder, "pack"), file);
    return { file, ...packed, dispose: () => rm(folder, { recursive: true, force: true }) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Films do not become smaller: all is stored as it is, read piece by piece. */
async function zipFolder(folder: string, file: string): Promise<{ bytes: number; hash: string }> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const digest = createHash("sha256");
  let bytes = 0;
  await pipeline(
    async function* () {
      const ready: Uint8Array[] = [];
      const zip = new Zip((error, chunk) => {
        if (error !== null) throw error;
        ready.push(chunk);
      });
      for (const name of names) {
        const entry = new ZipPassThrough(name.slice(folder.length + 1).replaceAll("\\", "/"));
        zip.add(entry);
        for await (const chunk of createReadStream(name)) {
          entry.push(chunk as Buffer);
          yield* ready.splice(0);
        }
        entry.push(new Uint8Array(0), true);
        yield* ready.splice(0);
      }
      zip.end();
      yield* ready.splice(0);
    },
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  return { bytes, hash: digest.digest("hex") };
}

export const readSegment = (directory: string, parts: readonly string[]): Promise<Buffer> =>
  readFile(join(directory, ...parts));
