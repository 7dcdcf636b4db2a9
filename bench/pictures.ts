/**
 * Pictures of real cameras through the whole server: glass to glass for officials and for everybody, and what 16 cameras of 1080p cost
 * that are recorded, watched and shown, against ffmpeg alone on the same camera in the same run.
 */
import { setTimeout as delay } from "node:timers/promises";

import type { Page } from "playwright-core";

import { freePort, startCamera } from "../cameras/test/camera.ts";
import { type CameraCity, startCameraCity } from "../e2e/camera-city.ts";
import { childrenOf } from "../e2e/campaign/processes.ts";
import { glassDelay } from "../e2e/glass.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import type { Bench, BenchContext } from "./bench.ts";
import { cpuMicroseconds, residentBytes } from "./machine.ts";
import { bareDelay, copyToNothing } from "./pictures/bare-ffmpeg.ts";
import { KILOBITS, RATE, startReplayCamera } from "./pictures/replay-camera.ts";
import { type BenchResult, medianOf, resultOf, type Run } from "./result.ts";

const CAMERAS = 16;
const QUICK_CAMERAS = 4;
const JOINS = 3;
const IDLE_SECONDS = 20;
const EVERY_SECONDS = 5;
const MEGABYTE = 1e6;
const BARE = "bare ffmpeg -c copy to null, same camera";
const BARE_DECODED = "bare ffmpeg that decodes the same camera, no server, no browser";

const FULL = { width: 1920, height: 1080, bitrate: 8000 } as const;
const SMALL = { width: 640, height: 360, bitrate: 1000 } as const;

/** The wall of the officials with the opening's camera on it. */
async function openWall(page: Page, { server, opening }: CameraCity) {
  await page.request.post(`${server.url}/api/session/demo`, {
    headers: { "x-mingjing-csrf": "1" },
    data: { account: "centre-1" },
  });
  await page.goto(`${server.url}/console/pictures`);
  await page
    .getByRole("region", { name: opening.title, exact: true })
    .locator(".is-now .room-pick")
    .filter({ hasText: opening.roomName })
    .first()
    .click();
  return page.locator("video");
}

async function openHall(page: Page, { server, opening }: CameraCity) {
  await page.goto(`${server.url}/openings/${opening.session}`);
  return page.locator("[data-hall-picture] video");
}

/** Each joins anew, for where in a group of pictures one joins decides what one is behind at first. */
async function glass(city: CameraCity, { isQuick, say }: BenchContext): Promise<BenchResult[]> {
  const size = isQuick ? SMALL : FULL;
  const camera = await startCamera({ port: await freePort(), ...size });
  const browser = await launchBrowser();
  const seconds = isQuick ? 5 : 15;
  try {
    await city.register({ channel: "glass-desk", view: "hostDesk", address: camera.url });
    await city.recorded("glass-desk");
    const measure = async (open: typeof openWall, settleMs: number): Promise<Run[]> => {
      const runs: Run[] = [];
      for (let join = 0; join < (isQuick ? 1 : JOINS); join += 1) {
        const bare = await bareDelay(camera.url, { width: size.width, seconds: 8 });
        const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
        const video = await open(page, city);
        await video.waitFor({ timeout: 60_000 });
        await delay(settleMs);
        const { median, p95, count } = await glassDelay(page, video, seconds);
        say(
          `  median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of ${count}; bare ${bare?.median} ms`,
        );
        runs.push({ value: median, ...(bare === undefined ? {} : { reference: bare.median }) });
        await page.context().close();
      }
      return runs;
    };
    const detail = { ...size, rate: RATE, seconds, browser: "headless Chromium, software decoder" };
    const common = { unit: "ms", referenceName: BARE_DECODED, detail };
    const officials = await measure(openWall, 3000);
    const hall = await measure(openHall, 6000);
    return [
      resultOf({ ...common, name: "pictures-glass", target: { atMost: 500 } }, officials),
      resultOf({ ...common, name: "pictures-glass-hall", target: { atMost: 4000 } }, hall),
    ];
  } finally {
    await browser.close();
    await camera.kill();
    await city.unregister("glass-desk");
  }
}

interface Sample {
  readonly seconds: number;
  /** Bytes of the server process and of its ffmpeg processes, and of ffmpeg alone. */
  readonly server: number;
  readonly programs: number;
  readonly bare: number;
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

const programsOf = async (pid: number): Promise<number[]> =>
  (await childrenOf(pid))
    .filter(({ command }) => command.startsWith("ffmpeg"))
    .map((one) => one.pid);

const cpuOf = async (pids: readonly number[]) => sum(await Promise.all(pids.map(cpuMicroseconds)));
const memoryOf = async (pids: readonly number[]) => sum(await Promise.all(pids.map(residentBytes)));

/** Median of the slopes of all pairs (Theil and Sen), in units a minute: one collection of garbage does not bend it. */
function slopeOf(samples: readonly (readonly [seconds: number, value: number])[]): number {
  const slopes = samples.flatMap(([at, value], index) =>
    samples.slice(index + 1).map(([later, other]) => ((other - value) / (later - at)) * 60),
  );
  return medianOf(slopes);
}

interface Cost {
  /** Microseconds of processor in a second. */
  readonly server: number;
  readonly programs: number;
  readonly bare: number;
  readonly samples: readonly Sample[];
}

async function watchCost(pid: number, bare: number, seconds: number): Promise<Cost> {
  const programs = await programsOf(pid);
  const begun = performance.now();
  const before = [await cpuOf([pid]), await cpuOf(programs), await cpuOf([bare])];
  const samples: Sample[] = [];
  const elapsed = () => (performance.now() - begun) / 1000;
  while (elapsed() < seconds) {
    await delay(EVERY_SECONDS * 1000);
    const [server, own, alone] = [
      await memoryOf([pid]),
      await memoryOf(programs),
      await memoryOf([bare]),
    ];
    samples.push({ seconds: elapsed(), server, programs: own, bare: alone });
  }
  const after = [await cpuOf([pid]), await cpuOf(programs), await cpuOf([bare])];
  const all = elapsed();
  const [server = 0, own = 0, alone = 0] = after.map((one, at) => (one - (before[at] ?? 0)) / all);
  return { server, programs: own, bare: alone, samples };
}

/** Percent of a core. */
const percent = (microseconds: number): number => microseconds / 10_000;

async function cost(city: CameraCity, context: BenchContext): Promise<BenchResult[]> {
  const { isQuick, minutes, say } = context;
  const cameras = isQuick ? QUICK_CAMERAS : CAMERAS;
  const { pid } = city.server;
  const camera = await startReplayCamera();
  const bare = copyToNothing(camera.url);
  try {
    await delay(5000);
    const idle = await watchCost(pid, bare.pid, IDLE_SECONDS);
    const idleMemory = medianOf(idle.samples.map(({ server }) => server));
    const channels = Array.from({ length: cameras }, (_, index) => `replay-${index + 1}`);
    for (const channel of channels)
      await city.register({ channel, view: "room", address: camera.url });
    for (const channel of channels) await city.recorded(channel, 120);
    await delay(isQuick ? 5000 : 60_000);
    const busy = await watchCost(pid, bare.pid, isQuick ? 30 : minutes * 60);
    const serverCpu = Math.max(busy.server - idle.server, 0);
    const memory = busy.samples.map(
      ({ server, programs }) => (server - idleMemory + programs) / cameras / MEGABYTE,
    );
    const slope = slopeOf(
      busy.samples.map(({ seconds, server, programs }) => [
        seconds,
        (server + programs) / MEGABYTE,
      ]),
    );
    const programSlope = slopeOf(
      busy.samples.map(({ seconds, programs }) => [seconds, programs / MEGABYTE]),
    );
    const detail = {
      cameras,
      minutes: isQuick ? 0.5 : minutes,
      size: "1920x1080",
      rate: RATE,
      kilobits: KILOBITS,
      cpuOfPrograms: percent(busy.programs) / cameras,
      cpuOfServer: percent(serverCpu) / cameras,
      programsMegabytes:
        medianOf(busy.samples.map(({ programs }) => programs)) / cameras / MEGABYTE,
      serverMegabytes: medianOf(busy.samples.map(({ server }) => server)) / MEGABYTE,
      serverIdleMegabytes: idleMemory / MEGABYTE,
      slopeOfPrograms: programSlope,
    };
    say(`  ${JSON.stringify(detail)}`);
    const bareMemory = medianOf(busy.samples.map((one) => one.bare)) / MEGABYTE;
    return [
      resultOf(
        {
          name: "pictures-cpu",
          unit: "% of a core a camera",
          target: { atMost: 3 },
          referenceName: BARE,
          detail,
        },
        [{ value: percent(busy.programs + serverCpu) / cameras, reference: percent(busy.bare) }],
      ),
      resultOf(
        {
          name: "pictures-memory",
          unit: "MB a camera",
          target: { atMost: 80 },
          referenceName: BARE,
          detail,
        },
        [{ value: medianOf(memory), reference: bareMemory }],
      ),
      resultOf(
        {
          name: "pictures-memory-slope",
          unit: "MB a minute, all cameras",
          target: { atMost: 2 },
          detail,
        },
        [{ value: slope }],
      ),
    ];
  } finally {
    await bare.stop();
    await camera.stop();
  }
}

export const pictures: Bench = {
  name: "pictures",
  async run(context) {
    const city = await startCameraCity();
    try {
      return [...(await glass(city, context)), ...(await cost(city, context))];
    } finally {
      await city.server.stop();
    }
  },
};
