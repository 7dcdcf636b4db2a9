/** A recording as the recorder leaves it, without a camera. */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import {
  CHAIN_FILE,
  chainValue,
  FIRST_LINK,
  initFile,
  segmentFile,
  type SegmentRecord,
} from "../../cameras/src/index.ts";
import { fragmentsFor, initBytes } from "../../cameras/test/stream.ts";

export interface WantedRecording {
  readonly camera: string;
  /** Names; segments are shared out among them evenly. */
  readonly runs: readonly string[];
  /** Milliseconds since 1970. */
  readonly begin: number;
  readonly segments: number;
}

const SEGMENT_MS = 4000;
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

export const linesOf = (all: readonly SegmentRecord[]) =>
  all.map((record) => `${JSON.stringify(record)}\n`).join("");

/** Segments of four seconds in `dir`, with their chain. */
export async function writeRecording(
  dir: string,
  { camera, runs, begin, segments }: WantedRecording,
): Promise<SegmentRecord[]> {
  const made: SegmentRecord[] = [];
  let previous = FIRST_LINK;
  for (let number = 1; number <= segments; number += 1) {
    const run = runs[Math.floor(((number - 1) * runs.length) / segments)] ?? "";
    const startAt = begin + (number - 1) * SEGMENT_MS;
    const bytes = Buffer.concat(fragmentsFor(4, { from: number * 4, bytes: 200 }));
    const init = initBytes();
    const endAt = startAt + SEGMENT_MS;
    const metadata = { camera, run, number, startAt, endAt, isCut: false };
    const whole = { ...metadata, bytes: bytes.length, initHash: sha256(init) };
    const hash = sha256(bytes);
    const chain = chainValue(previous, hash, whole);
    made.push({ ...whole, hash, previous, chain });
    previous = chain;
    for (const [file, content] of [
      [initFile({ run }), init],
      [segmentFile({ run, number }), bytes],
    ] as const) {
      await mkdir(dirname(join(dir, file)), { recursive: true });
      await writeFile(join(dir, file), content);
    }
  }
  await writeFile(join(dir, CHAIN_FILE), linesOf(made));
  return made;
}
