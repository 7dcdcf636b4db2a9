/** Cuts a playable file and its proof out of a recording, at borders of segments: no byte is encoded again. */
import { createHash } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";

import { initFile, segmentFile, type SegmentRecord, sha256 } from "./chain.ts";
import type { Interval } from "./coverage.ts";
import { readChain } from "./recovery.ts";
import { verifyChain, type VerifyFinding } from "./verify.ts";

/** One playable file: the run's init segment, then its segments in order. */
export interface ClipPart {
  /** Beside the proof. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  readonly run: string;
  /** Of whole segments: wider than what was asked for. Milliseconds since 1970. */
  readonly startAt: number;
  readonly endAt: number;
  readonly initBytes: number;
  /** In order, each `bytes` long. */
  readonly records: readonly SegmentRecord[];
}

/** What a stranger needs to check a clip against chain values that were published. */
export interface ClipProof extends Interval {
  /** Empty: nothing was recorded then. */
  readonly parts: readonly ClipPart[];
}

export interface ClipOptions extends Interval {
  readonly dir: string;
  /** Folder for `part-1.mp4`, …, and `proof.json`; files there are not written over. */
  readonly into: string;
  /** Absent: those of the folder. */
  readonly records?: readonly SegmentRecord[];
}

/** A file differs from its record: no clip is made of it. */
export class ClipRefused extends Error {
  override name = "ClipRefused";
  readonly number: number;
  constructor(number: number, file: string) {
    super(`segment ${number}: ${file} differs from its record`);
    this.number = number;
  }
}

async function readChecked(dir: string, file: string, record: SegmentRecord): Promise<Buffer> {
  const bytes = await readFile(join(dir, file));
  const expected = file === initFile(record) ? record.initHash : record.hash;
  if (sha256(bytes) !== expected) throw new ClipRefused(record.number, file);
  return bytes;
}

interface PartOptions {
  readonly dir: string;
  readonly into: string;
  readonly file: string;
  readonly records: readonly [SegmentRecord, ...SegmentRecord[]];
}

async function writePart({ dir, into, file, records }: PartOptions): Promise<ClipPart> {
  const [first] = records;
  const digest = createHash("sha256");
  const output = await open(join(into, file), "wx");
  try {
    const write = async (bytes: Buffer) => {
      digest.update(bytes);
      await output.writeFile(bytes);
    };
    const init = await readChecked(dir, initFile(first), first);
    await write(init);
    for (const record of records) await write(await readChecked(dir, segmentFile(record), record));
    await output.sync();
    return {
      file,
      hash: digest.digest("hex"),
      run: first.run,
      startAt: first.startAt,
      endAt: records.at(-1)?.endAt ?? first.endAt,
      initBytes: init.length,
      records,
    };
  } finally {
    await output.close();
  }
}

/**
 * All segments that touch [from, to): one part per run, for runs share no decoder state.
 * @throws ClipRefused
 */
export async function cutClip({ dir, into, from, to, records }: ClipOptions): Promise<ClipProof> {
  const all = records ?? (await readChain(dir));
  const wanted = all.filter(({ startAt, endAt }) => startAt < to && endAt > from);
  const runs = Map.groupBy(wanted, ({ run }) => run);
  await mkdir(into, { recursive: true });
  const parts: ClipPart[] = [];
  for (const [first, ...rest] of runs.values()) {
    if (first === undefined) continue;
    const file = `part-${parts.length + 1}.mp4`;
    parts.push(await writePart({ dir, into, file, records: [first, ...rest] }));
  }
  const proof: ClipProof = { from, to, parts };
  const output = await open(join(into, "proof.json"), "wx");
  try {
    await output.writeFile(`${JSON.stringify(proof, null, 2)}\n`);
    await output.sync();
  } finally {
    await output.close();
  }
  return proof;
}

/** Checks the bytes of one part; an empty list: they are those of the records, in order and without a hole. */
export function verifyPart(bytes: Uint8Array, part: ClipPart): VerifyFinding[] {
  const { file, records, initBytes } = part;
  const findings = verifyChain(records, { isPart: true });
  const first = records[0];
  if (first === undefined) return findings;
  const changed = (number: number, why: string) =>
    findings.push({ kind: "changed", number, file, why });
  if (sha256(bytes.subarray(0, initBytes)) !== first.initHash)
    changed(first.number, "other bytes of the init segment");
  let at = initBytes;
  for (const record of records) {
    if (sha256(bytes.subarray(at, at + record.bytes)) !== record.hash)
      changed(record.number, "other bytes");
    at += record.bytes;
  }
  if (at !== bytes.length)
    findings.push({ kind: "added", number: undefined, file, why: "bytes behind the last segment" });
  return findings;
}
