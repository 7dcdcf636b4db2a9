/** Reads a stretch of a file of JSON lines into a tally, in one thread. */
import { readSync } from "node:fs";

import {
  type BadLine,
  Fold,
  LineFolder,
  type OcdsSettings,
  type PackedTally,
} from "../../../screens/src/ocds/index.ts";

export interface PartTask {
  readonly fd: number;
  /** Bytes of whole lines; absent: read from where the descriptor stands, to its end (a pipe). */
  readonly range?: { readonly from: number; readonly to: number };
  readonly settings: OcdsSettings;
  readonly isMapped: boolean;
  /** Main currency of an earlier part. */
  readonly currency?: string;
}

export interface PartResult {
  readonly tally: PackedTally;
  /** Main currency, where one was needed. */
  readonly currency?: string;
  readonly lines: number;
  readonly bad: number;
  readonly badLines: readonly BadLine[];
  /** Currency → bids left out. */
  readonly otherCurrencies: ReadonlyMap<string, number>;
}

const STRETCH = 4 * 1_048_576;

export function readPart({ fd, range, ...options }: PartTask): PartResult {
  const fold = new Fold(options);
  const lines = new LineFolder(fold);
  let buffer = lines.room(STRETCH);
  let kept = 0;
  let position = range?.from ?? null;
  for (;;) {
    if (kept === buffer.length) buffer = lines.room(buffer.length * 2);
    const room = buffer.length - kept;
    const wanted = range === undefined ? room : Math.min(room, range.to - (position ?? 0));
    const read = wanted === 0 ? 0 : readSome(fd, buffer, { at: kept, wanted, position });
    if (position !== null) position += read;
    const end = kept + read;
    const rest = lines.read(0, end, read === 0);
    buffer.copyWithin(0, rest, end);
    kept = end - rest;
    if (read === 0) break;
  }
  return resultOf(fold, lines);
}

function readSome(
  fd: number,
  buffer: Buffer,
  { at, wanted, position }: { at: number; wanted: number; position: number | null },
): number {
  for (;;) {
    try {
      return readSync(fd, buffer, at, wanted, position);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EOF") return 0;
      // A terminal or a pipe without data yet, opened by somebody as non-blocking.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function resultOf(fold: Fold, { lines, bad, badLines }: LineFolder): PartResult {
  const { mainCurrency, otherCurrencies, reader, tally } = fold;
  return {
    tally: tally.pack(),
    ...(mainCurrency < 0 ? {} : { currency: reader.currencies.textOf(mainCurrency) }),
    lines,
    bad,
    badLines,
    otherCurrencies: new Map(
      [...otherCurrencies].map(([currency, bids]) => [reader.currencies.textOf(currency), bids]),
    ),
  };
}
