/** Glass to glass through the whole server: officials on the wall, everybody in the hall, against ffmpeg alone. */
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Locator, Page } from "playwright-core";

import { freePort, startCamera } from "../../cameras/test/camera.ts";
import type { CameraCity } from "../../e2e/camera-city.ts";
import { glassDelay } from "../../e2e/glass.ts";
import { launchBrowser } from "../../web/test/launch-browser.ts";
import type { BenchContext } from "../bench.ts";
import { type BenchResult, resultOf, type Run } from "../result.ts";
import { bareDelay } from "./bare-ffmpeg.ts";
import { RATE } from "./replay-camera.ts";

const JOINS = 3;
const BARE = "bare ffmpeg that decodes the same camera, no server, no browser";
const CHANNEL = "glass-desk";
const FULL = { width: 1920, height: 1080, bitrate: 8000 } as const;
const SMALL = { width: 640, height: 360, bitrate: 1000 } as const;

type Open = (page: Page, city: CameraCity) => Promise<Locator>;

/** The wall of the officials with the opening's camera on it. */
const openWall: Open = async (page, { server, opening }) => {
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
};

const openHall: Open = async (page, { server, opening }) => {
  await page.goto(`${server.url}/openings/${opening.session}`);
  return page.locator("[data-hall-picture] video");
};

interface Viewing {
  readonly city: CameraCity;
  readonly browser: Browser;
  readonly url: string;
  readonly width: number;
  readonly seconds: number;
  readonly joins: number;
  readonly say: (text: string) => void;
}

/** Each joins anew, for where in a group of pictures one joins decides what one is behind at first. */
async function measure(viewing: Viewing, open: Open, settleMs: number): Promise<Run[]> {
  const { city, browser, url, width, seconds, joins, say } = viewing;
  const runs: Run[] = [];
  for (let join = 0; join < joins; join += 1) {
    const bare = await bareDelay(url, { width, seconds: 8 });
    const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
    const video = await open(page, city);
    await video.waitFor({ timeout: 60_000 });
    await delay(settleMs);
    const { median, p95, count } = await glassDelay(page, video, seconds);
    const figures = [median, p95, bare?.median ?? Number.NaN].map((one) => one.toFixed(0));
    say(`  median ${figures[0]} ms, p95 ${figures[1]} ms of ${count}; bare ${figures[2]} ms`);
    runs.push({ value: median, ...(bare === undefined ? {} : { reference: bare.median }) });
    await page.context().close();
  }
  return runs;
}

export async function measureGlass(
  city: CameraCity,
  { isQuick, say }: BenchContext,
): Promise<BenchResult[]> {
  const size = isQuick ? SMALL : FULL;
  const camera = await startCamera({ port: await freePort(), ...size });
  const browser = await launchBrowser();
  const seconds = isQuick ? 5 : 15;
  try {
    await city.register({ channel: CHANNEL, view: "hostDesk", address: camera.url });
    await city.recorded(CHANNEL);
    const joins = isQuick ? 1 : JOINS;
    const viewing = { city, browser, url: camera.url, width: size.width, seconds, joins, say };
    const detail = { ...size, rate: RATE, seconds, browser: "headless Chromium, software decoder" };
    const common = { unit: "ms", referenceName: BARE, detail };
    const officials = await measure(viewing, openWall, 3000);
    const hall = await measure(viewing, openHall, 6000);
    return [
      resultOf({ ...common, name: "pictures-glass", target: { atMost: 500 } }, officials),
      resultOf({ ...common, name: "pictures-glass-hall", target: { atMost: 4000 } }, hall),
    ];
  } finally {
    await browser.close();
    await camera.kill();
    await city.unregister(CHANNEL);
  }
}
