/** Glass to glass: the clock that a camera drew into its picture, read from what a browser shows. */
import type { Locator, Page } from "playwright-core";

import { delaysOf, readClockBar } from "../cameras/src/index.ts";

/** Pixels by which the bar of 50 cells is read, so that edges between cells are left out. */
const WIDTH = 250;
const PLACE = "mingjingGlass";

/** What is used of a page here. */
interface Context {
  drawImage(...given: readonly unknown[]): void;
  getImageData(...given: readonly number[]): { readonly data: Uint8ClampedArray };
}
interface Canvas {
  width: number;
  height: number;
  getContext(kind: "2d", options: object): Context;
}
interface Video {
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly ownerDocument: { createElement(name: "canvas"): Canvas };
  requestVideoFrameCallback(
    look: (now: number, frame: { readonly expectedDisplayTime: number }) => void,
  ): void;
}
interface Seen {
  readonly at: number;
  /** A byte a pixel. */
  readonly row: string;
}
type Place = Record<string, Seen[] | undefined>;

/**
 * Runs in the page: keeps, for each picture that is shown, when that is and one row of the bar. The bar is a twelfth of the height;
 * its middle is read.
 */
function watchInPage(element: unknown, { width, place }: { width: number; place: string }): void {
  const video = element as Video;
  const canvas = video.ownerDocument.createElement("canvas");
  canvas.width = width;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const seen: Seen[] = [];
  const places = globalThis as unknown as Place;
  places[place] = seen;
  const look = (
    _now: number,
    { expectedDisplayTime }: { readonly expectedDisplayTime: number },
  ) => {
    if (places[place] !== seen) return;
    const { videoWidth, videoHeight } = video;
    const bar = videoHeight / 12;
    context.drawImage(video, 0, bar * 0.4, videoWidth, bar * 0.2, 0, 0, width, 1);
    const { data } = context.getImageData(0, 0, width, 1);
    const row = Array.from({ length: width }, (_, at) => data[at * 4] ?? 0);
    const at = performance.timeOrigin + Math.max(expectedDisplayTime, performance.now());
    seen.push({ at, row: String.fromCodePoint(...row) });
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}

/** A picture that was shown; milliseconds since 1970. */
export interface Glimpse {
  readonly shownAt: number;
  readonly takenAt: number;
}

/** Begins to look; what an earlier look in the same page saw is forgotten. */
export const watchGlass = (video: Locator): Promise<void> =>
  video.evaluate(watchInPage, { width: WIDTH, place: PLACE });

/** Pictures shown since then or since the last call whose clock could be read. */
export async function takeGlimpses(page: Page): Promise<Glimpse[]> {
  const seen = await page.evaluate(
    (place) => (globalThis as unknown as Place)[place]?.splice(0) ?? [],
    PLACE,
  );
  return seen.flatMap(({ at, row }) => {
    const pixels = Buffer.from(row, "latin1");
    const takenAt = readClockBar({ width: WIDTH, height: 1, pixels }, at);
    return takenAt === undefined ? [] : [{ shownAt: at, takenAt }];
  });
}

/** Delays over so many seconds. @throws Error where no picture with a clock was shown */
export async function glassDelay(page: Page, video: Locator, seconds: number) {
  await watchGlass(video);
  await page.waitForTimeout(seconds * 1000);
  const delays = delaysOf(await takeGlimpses(page));
  if (delays === undefined) throw new Error("no picture with a clock was shown");
  return delays;
}

/** Times without pictures of at least `leastMs`, by the camera's clock: from the last picture before to the first behind. */
export function pausesOf(glimpses: readonly Glimpse[], leastMs: number) {
  const times = glimpses.map(({ takenAt }) => takenAt).toSorted((a, b) => a - b);
  return times.flatMap((to, index) => {
    const from = times[index - 1];
    return from !== undefined && to - from >= leastMs ? [{ from, to }] : [];
  });
}
