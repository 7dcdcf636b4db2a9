/** What the server and the programs of living cameras hold over a long time. */
import { setTimeout as delay } from "node:timers/promises";

import { proportionalBytes, residentBytes } from "../../bench/machine.ts";
import { medianOf, slopeOf } from "../../bench/result.ts";
import type { Plugged } from "../picture-attacks.ts";
import { childrenOf } from "./processes.ts";

export interface MemoryReport {
  readonly minutes: number;
  /** Medians of the first and of the last quarter, and the most, in megabytes. */
  readonly server: Quarters;
  /** Of one camera, shared pages divided. */
  readonly program: Quarters;
  /** Median of the slopes of all pairs of samples (Theil and Sen), megabytes a minute, server and programs together. */
  readonly slope: number;
}

interface Quarters {
  readonly first: number;
  readonly last: number;
  readonly most: number;
}

interface Sample {
  readonly minutes: number;
  readonly server: number;
  readonly programs: number;
}

const EVERY_MS = 15_000;
/** Programs begin, and the watch over pictures fills its memory of a quarter of an hour. */
const SETTLE_MS = 960_000;
const MEGABYTE = 1e6;

function quartersOf(values: readonly number[]): Quarters {
  const quarter = Math.max(Math.ceil(values.length / 4), 1);
  return {
    first: medianOf(values.slice(0, quarter)) / MEGABYTE,
    last: medianOf(values.slice(-quarter)) / MEGABYTE,
    most: Math.max(...values) / MEGABYTE,
  };
}

/** Megabytes a minute; NaN: looked once, as in a run shorter than the settling. */
const growthOf = (samples: readonly Sample[]): number =>
  samples.length < 2
    ? Number.NaN
    : slopeOf(samples.map(({ minutes, server, programs }) => [minutes, server + programs])) /
      MEGABYTE;

/** Bytes of those programs of the server that read one of the cameras. */
async function bytesOfPrograms(server: number, cameras: readonly Plugged[]): Promise<number> {
  const marks = cameras.map(({ camera }) => new URL(camera.url).port);
  const programs = (await childrenOf(server)).filter(
    ({ command }) => command.startsWith("ffmpeg") && marks.some((port) => command.includes(port)),
  );
  // One that ends meanwhile holds nothing.
  const bytes = await Promise.all(programs.map(({ pid }) => proportionalBytes(pid).catch(() => 0)));
  return bytes.reduce((sum, one) => sum + one, 0);
}

/** Looks on until the work beside it is done. */
export async function watchMemory(
  server: number,
  cameras: readonly Plugged[],
  beside: Promise<unknown>,
): Promise<MemoryReport> {
  const done = { is: false };
  const end = () => void (done.is = true);
  beside.then(end, end);
  await Promise.race([delay(SETTLE_MS), beside]);
  const samples: Sample[] = [];
  const from = performance.now();
  do {
    const minutes = (performance.now() - from) / 60_000;
    const [own, programs] = await Promise.all([
      residentBytes(server),
      bytesOfPrograms(server, cameras),
    ]);
    samples.push({ minutes, server: own, programs });
    await delay(EVERY_MS);
  } while (!done.is);
  return {
    minutes: samples.at(-1)?.minutes ?? 0,
    server: quartersOf(samples.map((sample) => sample.server)),
    program: quartersOf(samples.map(({ programs }) => programs / Math.max(cameras.length, 1))),
    slope: growthOf(samples),
  };
}
