/** Cuts a file of JSON lines into parts of whole lines, reads them on as many threads, and joins them in order. */
import { fstatSync, readSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { ByteTable } from "../../../screens/src/ocds/byte-table.ts";
import {
  type OcdsResults,
  type OcdsSettings,
  resultsOf,
  Tally,
} from "../../../screens/src/ocds/index.ts";
import { type PartResult, type PartTask, readPart } from "./part.ts";

export interface ReadOptions {
  readonly settings: OcdsSettings;
  readonly isMapped: boolean;
  readonly threads: number;
}

export interface FileResults {
  readonly results: OcdsResults;
  readonly lines: number;
  /** Lines passed over: number from 1 in the file. */
  readonly badLines: readonly { readonly line: number; readonly reason: "json" | "utf8" }[];
  readonly bad: number;
  readonly currency?: string;
  readonly otherCurrencies: ReadonlyMap<string, number>;
}

/** Below this, another thread takes longer to start than to read. */
const SMALLEST_PART = 8 * 1_048_576;

export async function readReleases(fd: number, options: ReadOptions): Promise<FileResults> {
  const { settings, isMapped } = options;
  const size = fstatSync(fd).isFile() ? fstatSync(fd).size : undefined;
  const parts = size === undefined ? [undefined] : cut(fd, size, options.threads);
  const tasks = parts.map((range) => ({
    fd,
    settings,
    isMapped,
    ...(range === undefined ? {} : { range }),
  }));
  const [own, ...others] = tasks;
  const started = others.map(run);
  // The first part is read by this thread, while the others read theirs.
  const first = own === undefined ? [] : [readPart(own)];
  const read = await withOneCurrency(tasks, [...first, ...(await Promise.all(started))]);
  return join(read, options);
}

/** Ranges of whole lines, about equal; a boundary lies behind the first line break after its share. */
function cut(fd: number, size: number, threads: number): { from: number; to: number }[] {
  const count = Math.max(1, Math.min(threads, Math.floor(size / SMALLEST_PART)));
  const bounds = [0];
  for (let part = 1; part < count; part += 1) {
    const bound = lineAfter(fd, Math.floor((size / count) * part), size);
    if (bound > (bounds.at(-1) ?? 0) && bound < size) bounds.push(bound);
  }
  return bounds.map((from, index) => ({ from, to: bounds[index + 1] ?? size }));
}

export function lineAfter(fd: number, from: number, size: number): number {
  const window = Buffer.allocUnsafe(65_536);
  for (let at = from; at < size; at += window.length) {
    const read = readSync(fd, window, 0, window.length, at);
    if (read === 0) break;
    const found = window.subarray(0, read).indexOf(0x0a);
    if (found >= 0) return at + found + 1;
  }
  return size;
}

function run(task: PartTask): Promise<PartResult> {
  return new Promise((resolve, refuse) => {
    const worker = new Worker(new URL("part.worker.ts", import.meta.url), { workerData: task });
    worker.once("message", (result: PartResult) => {
      resolve(result);
    });
    worker.once("error", refuse);
    worker.once("exit", (code) => {
      if (code !== 0) refuse(new Error(`a reading thread ended with ${code}`));
    });
  });
}

/**
 * The main currency is the first of the file. A part that took another one for it is read again; files that mix currencies
 * are rare, and then the answer must not hang on the number of threads.
 */
async function withOneCurrency(
  tasks: readonly PartTask[],
  results: readonly PartResult[],
): Promise<PartResult[]> {
  const currency = results.find((result) => result.currency !== undefined)?.currency;
  return Promise.all(
    results.map(async (result, index) => {
      const task = tasks[index];
      if (currency === undefined || task === undefined) return result;
      const isAgreed = result.currency === undefined || result.currency === currency;
      return isAgreed ? result : run({ ...task, currency });
    }),
  );
}

function join(parts: readonly PartResult[], options: ReadOptions): FileResults {
  const tally = new Tally(new ByteTable());
  const otherCurrencies = new Map<string, number>();
  const badLines: { line: number; reason: "json" | "utf8" }[] = [];
  let lines = 0;
  for (const part of parts) {
    tally.take(part.tally);
    for (const { line, reason } of part.badLines) badLines.push({ line: lines + line, reason });
    for (const [currency, bids] of part.otherCurrencies)
      otherCurrencies.set(currency, (otherCurrencies.get(currency) ?? 0) + bids);
    lines += part.lines;
  }
  const currency = parts.find((part) => part.currency !== undefined)?.currency;
  return {
    results: resultsOf(tally, options),
    lines,
    badLines,
    bad: parts.reduce((sum, part) => sum + part.bad, 0),
    ...(currency === undefined ? {} : { currency }),
    otherCurrencies,
  };
}
