/**
 * `screen ocds` against two threads that only call JSON.parse on each line: whole processes, one after the other, and the
 * memory of the largest file.
 */
import { closeSync, openSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import { lineAfter } from "../cli/src/ocds/read-file.ts";
import type { Bench } from "./bench.ts";
import { writeReleases } from "./ocds/releases.ts";
import { type BenchResult, medianOf, resultOf, type Run } from "./result.ts";
import { measureCommand } from "./screens/measure-command.ts";

const SETTINGS = "003 018 024 025 028 030 035 036 038 048 058"
  .split(" ")
  .map((code) => `[R${code}]`)
  .join("\n");

async function parseOnly(path: string): Promise<number> {
  const begin = performance.now();
  const { size } = statSync(path);
  const fd = openSync(path, "r");
  const middle = lineAfter(fd, Math.floor(size / 2), size);
  closeSync(fd);
  const halves = [
    { path, from: 0, to: middle },
    { path, from: middle, to: size },
  ];
  await Promise.all(halves.map(parseHalf));
  return (performance.now() - begin) / 1000;
}

function parseHalf(half: { path: string; from: number; to: number }): Promise<void> {
  return new Promise((resolve, refuse) => {
    const worker = new Worker(new URL("ocds/parse-part.worker.ts", import.meta.url), {
      workerData: half,
    });
    worker.once("error", refuse);
    worker.once("exit", () => {
      resolve();
    });
  });
}

interface Measurements {
  /** MB/s of the smallest file, and of the bare loop right after each run. */
  readonly speeds: Run[];
  /** Median of each size. */
  readonly seconds: number[];
  peak: number;
}

const ROUNDS = 7;

async function measureSize(
  file: string,
  { size, rounds, settings }: { size: number; rounds: number; settings: string },
  into: Measurements,
): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const measured = await measureCommand(["screen", "ocds", "-s", settings, file]);
    times.push(measured.seconds);
    into.peak = Math.max(into.peak, measured.megabytes);
    if (into.seconds.length > 0) continue;
    const reference = size / 1e6 / (await parseOnly(file));
    into.speeds.push({ value: size / 1e6 / measured.seconds, reference });
  }
  into.seconds.push(medianOf(times));
}

function resultsOf(
  { speeds, seconds, peak }: Measurements,
  sizes: readonly number[],
): BenchResult[] {
  const [small = 1, large = 1] = sizes;
  const growth = (seconds[1] ?? 0) / (seconds[0] ?? 1) / (large / small);
  const detail = { connections: 0 };
  const referenceName = "two threads, JSON.parse for each line, MB/s";
  return [
    resultOf(
      {
        name: "screen-ocds-speed",
        unit: "MB/s",
        target: { ratioAtLeast: 1.2 },
        referenceName,
        detail: { ...detail, megabytes: small / 1e6 },
      },
      speeds,
    ),
    resultOf(
      {
        name: "screen-ocds-memory",
        unit: "MB",
        target: { atMost: 500 },
        detail: { ...detail, megabytes: large / 1e6 },
      },
      [{ value: peak }],
    ),
    resultOf(
      {
        name: "screen-ocds-growth",
        unit: "time by size of the larger file over the smaller",
        target: { atMost: 1.15 },
        detail,
      },
      [{ value: growth }],
    ),
  ];
}

export const screenOcds: Bench = {
  name: "screen-ocds",
  async run({ isQuick, say }) {
    const folder = await mkdtemp(join(tmpdir(), "mingjing-ocds-"));
    const sizes = isQuick ? [2e7, 4e7] : [1e9, 5e9];
    const measured: Measurements = { speeds: [], seconds: [], peak: 0 };
    try {
      const settings = join(folder, "settings.ini");
      await writeFile(settings, SETTINGS);
      for (const size of sizes) {
        const file = join(folder, "releases.jsonl");
        const releases = await writeReleases(file, size);
        const rounds = isQuick || size !== sizes[0] ? 1 : ROUNDS;
        await measureSize(file, { size, rounds, settings }, measured);
        say(`  ${size / 1e6} MB, ${releases} releases: ${measured.seconds.at(-1)?.toFixed(2)} s`);
        await rm(file);
      }
      return resultsOf(measured, sizes);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
