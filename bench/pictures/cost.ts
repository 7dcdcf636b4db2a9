/** What many cameras of 1080p cost that are recorded and watched, against ffmpeg alone on the same camera in the same minutes. */
import { setTimeout as delay } from "node:timers/promises";

import type { CameraCity } from "../../e2e/camera-city.ts";
import { childrenOf } from "../../e2e/campaign/processes.ts";
import type { BenchContext } from "../bench.ts";
import { cpuMicroseconds, proportionalBytes, residentBytes } from "../machine.ts";
import { type BenchResult, medianOf, resultOf, slopeOf } from "../result.ts";
import { type Bare, copyToNothing } from "./bare-ffmpeg.ts";
import { KILOBITS, RATE, type ReplayCamera, startReplayCamera } from "./replay-camera.ts";

const CAMERAS = 16;
const QUICK_CAMERAS = 4;
const IDLE_SECONDS = 20;
const SETTLE_MS = 60_000;
const EVERY_MS = 5000;
const MEGABYTE = 1e6;
const BARE = "bare ffmpeg -c copy to null, same camera";

interface Usage {
  readonly pid: number;
  readonly bytes: number;
  readonly proportional: number;
  readonly microseconds: number;
}

/** A process that ended meanwhile uses nothing. */
async function usageOf(pids: readonly number[]): Promise<Usage[]> {
  const all = await Promise.all(
    pids
      .map(async (pid) => {
        const [bytes, proportional, microseconds] = await Promise.all([
          residentBytes(pid),
          proportionalBytes(pid),
          cpuMicroseconds(pid),
        ]);
        return { pid, bytes, proportional, microseconds };
      })
      .map((one) => one.catch(() => undefined)),
  );
  return all.filter((one) => one !== undefined);
}

/** Processor time and memory of a group of processes, some of which may end and begin. */
class Group {
  readonly #known = new Map<number, number>();
  /** Since the first look. */
  microseconds = 0;
  bytes = 0;
  proportional = 0;
  begun = 0;
  #looks = 0;

  see(usages: readonly Usage[]): void {
    this.#looks += 1;
    this.bytes = usages.reduce((sum, { bytes }) => sum + bytes, 0);
    this.proportional = usages.reduce((sum, { proportional }) => sum + proportional, 0);
    for (const { pid, microseconds } of usages) {
      const before = this.#known.get(pid);
      if (this.#looks > 1) this.microseconds += microseconds - (before ?? 0);
      if (this.#looks > 1 && before === undefined) this.begun += 1;
      this.#known.set(pid, microseconds);
    }
  }
}

interface Sample {
  readonly seconds: number;
  readonly server: number;
  /** Shared pages, the libraries of ffmpeg, divided by those who share them (Pss). */
  readonly programs: number;
  readonly bare: number;
  /** The same with shared pages counted in each. */
  readonly resident: number;
}

interface Watched {
  /** Microseconds of processor in a second. */
  readonly server: number;
  readonly programs: number;
  readonly bare: number;
  /** Programs that were started again. */
  readonly begun: number;
  readonly samples: readonly Sample[];
}

const isProgram = ({ command }: { readonly command: string }) => command.startsWith("ffmpeg");

async function watch(pid: number, bare: number, seconds: number): Promise<Watched> {
  const groups = { server: new Group(), programs: new Group(), bare: new Group() };
  const look = async () => {
    const programs = (await childrenOf(pid)).filter(isProgram).map((one) => one.pid);
    groups.server.see(await usageOf([pid]));
    groups.programs.see(await usageOf(programs));
    groups.bare.see(await usageOf([bare]));
  };
  const samples: Sample[] = [];
  await look();
  const from = performance.now();
  const elapsed = () => (performance.now() - from) / 1000;
  while (elapsed() < seconds) {
    await delay(EVERY_MS);
    await look();
    const { server, programs } = groups;
    samples.push({
      seconds: elapsed(),
      server: server.bytes,
      resident: programs.bytes,
      programs: programs.proportional,
      bare: groups.bare.proportional,
    });
  }
  const all = elapsed();
  return {
    server: groups.server.microseconds / all,
    programs: groups.programs.microseconds / all,
    bare: groups.bare.microseconds / all,
    begun: groups.programs.begun,
    samples,
  };
}

/** Percent of a core. */
const percent = (microseconds: number): number => microseconds / 10_000;

/** Megabytes a minute. */
const growthOf = (samples: readonly Sample[], read: (sample: Sample) => number): number =>
  (slopeOf(samples.map((sample) => [sample.seconds, read(sample)])) * 60) / MEGABYTE;

interface Measured {
  readonly idle: Watched;
  readonly busy: Watched;
  readonly cameras: number;
  readonly minutes: number;
}

const megabytes = ({ samples }: Watched, read: (sample: Sample) => number): number =>
  medianOf(samples.map(read)) / MEGABYTE;

function resultsOf({ idle, busy, cameras, minutes }: Measured): BenchResult[] {
  const idleMemory = megabytes(idle, ({ server }) => server);
  const serverCpu = Math.max(busy.server - idle.server, 0);
  const detail = {
    cameras,
    minutes,
    size: "1920x1080",
    rate: RATE,
    kilobits: KILOBITS,
    programsCpu: percent(busy.programs) / cameras,
    serverCpu: percent(serverCpu) / cameras,
    programsMegabytes: megabytes(busy, ({ programs }) => programs) / cameras,
    programsResident: megabytes(busy, ({ resident }) => resident) / cameras,
    serverMegabytes: megabytes(busy, ({ server }) => server),
    serverIdleMegabytes: idleMemory,
    programsSlope: growthOf(busy.samples, ({ programs }) => programs),
    begunAgain: busy.begun,
  };
  const common = { referenceName: BARE, detail };
  const memory = megabytes(busy, ({ server, programs }) => server + programs) - idleMemory;
  const cpu = {
    value: percent(busy.programs + serverCpu) / cameras,
    reference: percent(busy.bare),
  };
  const bytes = { value: memory / cameras, reference: megabytes(busy, ({ bare }) => bare) };
  const slope = growthOf(busy.samples, ({ server, programs }) => server + programs);
  return [
    resultOf(
      { name: "pictures-cpu", unit: "% of a core a camera", target: { atMost: 3 }, ...common },
      [cpu],
    ),
    resultOf({ name: "pictures-memory", unit: "MB a camera", target: { atMost: 80 }, ...common }, [
      bytes,
    ]),
    resultOf(
      { name: "pictures-memory-slope", unit: "MB a minute, all", target: { atMost: 2 }, detail },
      [{ value: slope }],
    ),
  ];
}

interface Sources {
  readonly city: CameraCity;
  readonly camera: ReplayCamera;
  readonly bare: Bare;
}

async function measure(
  { city, camera, bare }: Sources,
  { isQuick, minutes }: BenchContext,
): Promise<Measured> {
  const cameras = isQuick ? QUICK_CAMERAS : CAMERAS;
  const { pid } = city.server;
  await delay(5000);
  const idle = await watch(pid, bare.pid, IDLE_SECONDS);
  const channels = Array.from({ length: cameras }, (_, index) => `replay-${index + 1}`);
  for (const channel of channels)
    await city.register({ channel, view: "room", address: camera.url });
  for (const channel of channels) await city.recorded(channel, 180);
  await delay(isQuick ? 5000 : SETTLE_MS);
  const span = isQuick ? 0.5 : minutes;
  return { idle, busy: await watch(pid, bare.pid, span * 60), cameras, minutes: span };
}

export async function measureCost(city: CameraCity, context: BenchContext): Promise<BenchResult[]> {
  const camera = await startReplayCamera();
  const bare = copyToNothing(camera.url);
  try {
    const results = resultsOf(await measure({ city, camera, bare }, context));
    for (const { name, value, unit } of results) context.say(`  ${name}: ${value} ${unit}`);
    return results;
  } finally {
    await bare.stop();
    await camera.stop();
  }
}
