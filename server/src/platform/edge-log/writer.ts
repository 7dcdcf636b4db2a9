/** Writes visits to sealed files: once a second, never while a request waits. */
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";

import type { PlainDate } from "../../kernel/plain-date.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Log } from "../telemetry.ts";
import { fileNameOf } from "./keeping.ts";
import type { PublicKeys } from "./keys.ts";
import { createFileSealer, type FileSealer } from "./sealed-file.ts";
import type { Visit } from "./visit.ts";

const EVERY_MS = 1000;
/** Visits that wait for a disk that refuses them; beyond these the oldest are lost, and counted. */
const MOST_WAITING = 200_000;

export interface WriterOptions {
  readonly directory: string;
  readonly keys: PublicKeys;
  readonly log: Log;
  /** Called with the number of visits that were given up. */
  readonly onLost: (visits: number) => void;
  /** For tests. */
  readonly mostWaiting?: number;
}

export interface EdgeLogWriter {
  /** Takes it in memory; it is on the disk about a second later. */
  record(visit: Visit): void;
  /** Writes what waits. Never throws: see `failure`. */
  flush(): Promise<void>;
  /** Why the last writing failed; undefined if it did not. */
  failure(): string | undefined;
  /** Writes what waits and closes the file with its last frame. */
  close(): Promise<void>;
}

interface OpenFile extends FileSealer {
  readonly day: PlainDate;
  readonly handle: FileHandle;
}

async function beginFile({ directory, keys }: WriterOptions, day: PlainDate): Promise<OpenFile> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, fileNameOf(day, randomBytes(8).toString("hex")));
  const handle = await open(path, "ax", 0o600);
  const sealer = createFileSealer(keys, day);
  try {
    await handle.appendFile(sealer.head);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { ...sealer, day, handle };
}

async function endFile({ handle, ...sealer }: OpenFile): Promise<void> {
  try {
    await handle.appendFile(sealer.end());
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Runs of visits of one day each, in their order. */
function byDay(visits: readonly Visit[]): readonly (readonly [PlainDate, readonly Visit[]])[] {
  const dayOf = (visit: Visit | undefined) => plainDateOf(new Date((visit?.second ?? 0) * 1000));
  if (visits.length === 0) return [];
  const [first, last] = [dayOf(visits[0]), dayOf(visits.at(-1))];
  return first === last ? [[first, visits]] : [...Map.groupBy(visits, dayOf)];
}

/** The file that is being written, or none. */
function createSink(options: WriterOptions) {
  let file: OpenFile | undefined;
  const take = () => {
    const taken = file;
    file = undefined;
    return taken;
  };
  const end = async () => {
    const taken = take();
    if (taken !== undefined) await endFile(taken);
  };
  return {
    async write(day: PlainDate, visits: readonly Visit[]): Promise<void> {
      if (file !== undefined && file.day !== day) await end();
      file ??= await beginFile(options, day);
      await file.handle.appendFile(file.seal(visits));
    },
    /** After a failure: it may end in half a frame, so what follows begins another. */
    abandon: async () =>
      take()
        ?.handle.close()
        .catch(() => undefined),
    end,
  };
}

export function createWriter(options: WriterOptions): EdgeLogWriter {
  const { log, onLost, mostWaiting = MOST_WAITING } = options;
  const sink = createSink(options);
  let waiting: Visit[] = [];
  let failure: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();

  const fail = async (error: unknown) => {
    const { message } = error as Error;
    if (message !== failure)
      log.error({ err: error }, "the edge log cannot be written; it is tried again");
    failure = message;
    await sink.abandon();
  };
  const keepBack = (visits: readonly Visit[]) => {
    waiting = [...visits, ...waiting];
    const lost = waiting.splice(0, Math.max(0, waiting.length - mostWaiting)).length;
    if (lost > 0) onLost(lost);
  };
  const writeWaiting = async () => {
    const days = byDay(waiting.splice(0));
    for (const [at, [day, visits]] of days.entries()) {
      try {
        await sink.write(day, visits);
        failure = undefined;
      } catch (error) {
        await fail(error);
        return keepBack(days.slice(at).flatMap(([, rest]) => rest));
      }
    }
  };
  const flush = () => (last = last.then(writeWaiting));
  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush().then(() => {
        if (waiting.length > 0) schedule();
      });
    }, EVERY_MS).unref();
  };
  return {
    record(visit) {
      // A disk that neither takes nor refuses must not fill the memory.
      if (waiting.length >= mostWaiting) return onLost(1);
      waiting.push(visit);
      schedule();
    },
    flush,
    failure: () => failure,
    async close() {
      clearTimeout(timer);
      await flush();
      if (waiting.length > 0) onLost(waiting.length);
      await sink.end().catch(fail);
    },
  };
}
