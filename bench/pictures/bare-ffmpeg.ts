/** What the product is measured against: ffmpeg alone on the same camera. */
import { spawn } from "node:child_process";
import { once } from "node:events";

import { delaysOf, readClockBar } from "../../cameras/src/index.ts";

export interface Bare {
  readonly pid: number;
  stop(): Promise<void>;
}

const RTSP = "-v fatal -rtsp_transport tcp -fflags +nobuffer -flags low_delay";

/** Copies the stream to nowhere. */
export function copyToNothing(url: string): Bare {
  const child = spawn("ffmpeg", [...RTSP.split(" "), "-i", url, "-c", "copy", "-f", "null", "-"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return {
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const ROWS = 4;

/** Delay from the clock in the picture to the decoded picture, over so many seconds. */
export async function bareDelay(
  url: string,
  { width, seconds }: { width: number; seconds: number },
) {
  const filter = `crop=${width}:${ROWS}:0:8,format=gray`;
  const output = ["-an", "-fps_mode", "passthrough", "-vf", filter, "-f", "rawvideo", "pipe:1"];
  const child = spawn("ffmpeg", [...RTSP.split(" "), "-i", url, ...output], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seen: { shownAt: number; takenAt: number }[] = [];
  let rest = Buffer.alloc(0);
  child.stdout.on("data", (bytes: Buffer) => {
    const shownAt = Date.now();
    rest = Buffer.concat([rest, bytes]);
    for (; rest.length >= width * ROWS; rest = rest.subarray(width * ROWS)) {
      const bar = { width, height: ROWS, pixels: rest.subarray(0, width * ROWS) };
      const takenAt = readClockBar(bar, shownAt);
      if (takenAt !== undefined) seen.push({ shownAt, takenAt });
    }
  });
  const ended = once(child, "exit");
  setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  await ended;
  return delaysOf(seen.slice(Math.floor(seen.length / 3)));
}
