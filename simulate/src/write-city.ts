/** Writes a city as NDJSON with its truth beside it. */
import { createWriteStream } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { Worker } from "node:worker_threads";

import { simulateCity, type SimulateOptions } from "./simulate-city.ts";

export interface WriteSummary {
  readonly facts: number;
  readonly lots: number;
  /** Lots of a ring, a licence lender or a standing filler. */
  readonly planted: number;
  readonly file: string;
  readonly truthFile: string;
}

const CHUNK_CHARACTERS = 1 << 16;
const MEGABYTE_PROJECTS = 250;

/**
 * One fact a line, by `occurredAt`, and `<file>.truth.json`. Both appear under their names only when
 * complete. @throws RangeError for impossible options; the error of the file system.
 */
export async function writeCity(options: SimulateOptions, file: string): Promise<WriteSummary> {
  const simulation = simulateCity(options);
  const truthFile = `${file}.truth.json`;
  const partial = `${file}.partial`;
  const stream = createWriteStream(partial);
  const end = finished(stream);
  const facts = await Promise.race([end.then(() => 0), writeLines(simulation.facts, stream)]);
  stream.end();
  await end;
  const truth = simulation.truth();
  await writeFile(`${truthFile}.partial`, JSON.stringify(truth));
  await rename(partial, file);
  await rename(`${truthFile}.partial`, truthFile);
  const lots = Object.values(truth.lots);
  const planted = lots.filter(({ ring }) => ring !== undefined).length;
  return { facts, lots: lots.length, planted, file, truthFile };
}

interface Sink {
  write(text: string): boolean;
  once(event: "drain", listener: () => void): unknown;
}

async function writeLines(facts: Iterable<object>, sink: Sink): Promise<number> {
  let count = 0;
  let chunk = "";
  for (const fact of facts) {
    count++;
    chunk += `${JSON.stringify(fact)}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    const isRoomy = sink.write(chunk);
    chunk = "";
    if (!isRoomy) await new Promise<void>((resolve) => sink.once("drain", resolve));
  }
  if (chunk !== "") sink.write(chunk);
  return count;
}

/**
 * The same in a thread of its own with a fixed heap: without a limit the collector lets the process
 * grow far beyond what is live. The limit grows with the truth, about 4 kB a project.
 */
export async function writeCityBounded(
  options: SimulateOptions,
  file: string,
): Promise<WriteSummary> {
  const worker = new Worker(new URL("write-city.worker.ts", import.meta.url), {
    workerData: { options, file },
    resourceLimits: {
      maxYoungGenerationSizeMb: 32,
      maxOldGenerationSizeMb: 72 + Math.ceil(options.projects / MEGABYTE_PROJECTS),
    },
  });
  return await new Promise<WriteSummary>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      reject(new Error(`the simulation ended early (exit code ${code})`));
    });
  });
}
