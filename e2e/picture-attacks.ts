/** Attacks on pictures of real cameras, as the log of the server tells of them: T48 (frozen, looped) and T50 (dropped). */
import { setTimeout as delay } from "node:timers/promises";

import {
  freePort,
  type Shown,
  startCamera,
  type TestCamera,
  type TestCameraOptions,
} from "../cameras/test/camera.ts";
import type { CameraCity } from "./camera-city.ts";

/** A camera that can be unplugged. */
export interface Plugged {
  readonly channel: string;
  camera: TestCamera;
  readonly options: TestCameraOptions;
}

/** Small and with the noise of a sensor: what the watch over pictures needs, and no more. */
const SMALL = { width: 320, height: 180, fps: 5, bitrate: 400, isLiving: true } as const;

export async function plugIn(
  city: CameraCity,
  channel: string,
  room = city.opening.room,
): Promise<Plugged> {
  const options = { port: await freePort(), ...SMALL };
  const camera = await startCamera(options);
  await city.register({ channel, view: "room", address: camera.url, room });
  return { channel, camera, options };
}

const BEFORE_MS = 5000;
const WATCH_MS = 45_000;

/** Troubles of a picture that the log tells of since then, gaps left out. */
export async function flaggedSince(city: CameraCity, channel: string, from: number) {
  const { marks } = await city.timeline(channel, { from, to: Date.now() });
  return marks.filter(({ group, what }) => group === "trouble" && !what.startsWith("gap"));
}

/**
 * Shows the picture again and again until the log tells of it, then what the camera sees.
 * @returns seconds until it was told; Infinity: not within 45
 */
export async function attackPicture(
  city: CameraCity,
  { channel, camera }: Plugged,
  what: Exclude<Shown, "live">,
): Promise<number> {
  const problem = { freeze: "frozen", black: "black" }[what.split(" ")[0] ?? ""] ?? "looped";
  const begun = Date.now();
  camera.show(what);
  let seconds = Infinity;
  while (seconds === Infinity && Date.now() - begun < WATCH_MS) {
    await delay(500);
    const flagged = await flaggedSince(city, channel, begun - BEFORE_MS);
    const hasBegun = ({ at }: { at: string }) => Date.parse(at) > begun - BEFORE_MS;
    if (flagged.some((mark) => mark.what === problem && hasBegun(mark)))
      seconds = (Date.now() - begun) / 1000;
  }
  camera.show("live");
  return seconds;
}

/** A gap of ten seconds is one; it may be on record ten seconds later. */
const GAP_MS = 10_000;

export interface Drop {
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  /** Seconds from the moment at which it counts as a gap until the log told of it; Infinity: never. */
  readonly toldAfter: number;
}

/** Unplugs a camera for so long. */
export async function dropPicture(
  city: CameraCity,
  plugged: Plugged,
  seconds: number,
): Promise<Drop> {
  const { channel, options } = plugged;
  await plugged.camera.kill();
  const from = Date.now();
  const end = from + seconds * 1000;
  let toldAfter = Infinity;
  while (Date.now() < end || (toldAfter === Infinity && Date.now() < from + 2 * GAP_MS + 5000)) {
    await delay(500);
    if (toldAfter < Infinity) continue;
    const { marks } = await city.timeline(channel, { from: from - BEFORE_MS, to: Date.now() });
    const isTold = marks.some(
      ({ group, what, at, to }) =>
        group === "trouble" &&
        what.startsWith("gap") &&
        to === undefined &&
        Date.parse(at) > from - BEFORE_MS,
    );
    if (isTold) toldAfter = (Date.now() - from - GAP_MS) / 1000;
  }
  plugged.camera = await startCamera(options);
  return { channel, from, to: Date.now(), toldAfter };
}
