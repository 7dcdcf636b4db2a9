/** Compares the clocks of cameras that answer ONVIF with ours: marks in a picture and in the log shall lie side by side. */
import { setTimeout as pause } from "node:timers/promises";

import { OnvifError, readClock } from "../../../../onvif/src/index.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { unseal } from "../../platform/seal.ts";
import type { Log } from "../../platform/telemetry.ts";
import { listChannels } from "./channel.store.ts";
import { putClock } from "./register.store.ts";
import { readSources } from "./video.store.ts";

export interface ClockWatchDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly addressKey: () => Promise<string>;
}

const EVERY_MS = 600_000;
/** A camera that was entered a moment ago is not left without an answer for ten minutes. */
const LOOK_MS = 5000;
/** Cameras tell whole seconds: in the middle it is half a second more. */
const HALF_SECOND = 0.5;

/** Seconds by which the camera is ahead; its answer took the time between the two. */
export const aheadOf = (told: number, asked: number, answered: number): number =>
  Math.round((told / 1000 + HALF_SECOND - (asked + answered) / 2000) * 10) / 10;

/** @returns a function that ends the watch */
export function startClockWatch(deps: ClockWatchDeps): () => Promise<void> {
  const { db, clock, log } = deps;
  const stopping = new AbortController();
  const comparedAt = new Map<string, number>();

  /** undefined: sealed with another key; the gateway says so. */
  async function addressOf({ channel, sealed }: { channel: string; sealed: Buffer }) {
    try {
      return unseal(sealed, { key: await deps.addressKey(), owner: channel });
    } catch {
      return undefined;
    }
  }

  async function compare(channel: string, address: string, port: number): Promise<void> {
    const { hostname: host } = new URL(address);
    try {
      const asked = clock.now().getTime();
      const told = await readClock({ host, port });
      await putClock(db, channel, aheadOf(told.getTime(), asked, clock.now().getTime()));
    } catch (error) {
      if (!(error instanceof OnvifError)) throw error;
      log.warn({ channel, code: error.code }, "video: the clock of the camera is not told");
    }
  }

  async function look(): Promise<void> {
    const sources = new Map((await readSources(db)).map((row) => [row.channel, row]));
    for (const { channel, source, isInUse, onvifPort } of await listChannels(db)) {
      const row = sources.get(channel);
      const isDue = performance.now() - (comparedAt.get(channel) ?? -Infinity) >= EVERY_MS;
      if (source !== "rtsp" || !isInUse || onvifPort === undefined) continue;
      if (row === undefined || !isDue || stopping.signal.aborted) continue;
      comparedAt.set(channel, performance.now());
      const address = await addressOf(row);
      if (address !== undefined) await compare(channel, address, onvifPort);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.error({ err: error }, "video: clocks of cameras"));
      await pause(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const done = loop();
  return async () => {
    stopping.abort();
    await done;
  };
}
