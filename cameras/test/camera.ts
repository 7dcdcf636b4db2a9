/** Starts the test camera (camera.py) and reads its clock back out of recorded pictures. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

import { readClockBar } from "../src/clock-bar.ts";

export interface TestCameraOptions {
  readonly port: number;
  readonly width?: number;
  readonly height?: number;
  /** kbit/s */
  readonly bitrate?: number;
  readonly sound?: "none" | "pcma" | "pcmu" | "aac";
  /** Pictures a second, and keyframes that many pictures apart. */
  readonly fps?: number;
  /** New noise in each picture, as a sensor gives it. */
  readonly isLiving?: boolean;
}

/** What a camera shows: what it sees, one picture, its last seconds again and again, nothing. */
export type Shown = "live" | "freeze" | `loop ${number}` | "black";

export interface TestCamera {
  readonly url: string;
  readonly pid: number;
  show(what: Shown): void;
  /** As when the plug is pulled. */
  kill(): Promise<void>;
}

export const PASSWORD = "s3cret";

const START_MS = 20_000;

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

function begun(child: ChildProcess): Promise<void> {
  return new Promise((done, refuse) => {
    let said = "";
    const limit = setTimeout(
      () => refuse(new Error(`the camera does not start: ${said}`)),
      START_MS,
    );
    const hear = (text: string) => {
      said += text;
      if (!said.includes("ready")) return;
      clearTimeout(limit);
      done();
    };
    child.stdout?.setEncoding("utf8").on("data", hear);
    child.stderr?.setEncoding("utf8").on("data", hear);
    child.once("exit", (code) => refuse(new Error(`the camera ended with ${code}: ${said}`)));
  });
}

export async function startCamera(options: TestCameraOptions): Promise<TestCamera> {
  const { port, width = 640, height = 360, bitrate = 1000, sound = "none" } = options;
  const { fps = 25, isLiving = false } = options;
  const script = join(import.meta.dirname, "camera.py");
  const given = { port, width, height, bitrate, sound, fps, password: PASSWORD };
  const parameters = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  if (isLiving) parameters.push("--living");
  const child = spawn("/usr/bin/python3", [script, ...parameters], {
    // The camera ends when this pipe closes, however the test ends.
    stdio: ["pipe", "pipe", "pipe"],
  });
  await begun(child);
  return {
    url: `rtsp://viewer:${PASSWORD}@127.0.0.1:${port}/room`,
    pid: child.pid ?? 0,
    show: (what) => void child.stdin?.write(`${what}\n`),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** The camera draws the bar as high as a twelfth of the picture; its last rows are blurred into the picture. */
const BAR_ROWS = 8;

/** When each picture of an MP4 was taken, in milliseconds since 1970; undefined where the bar cannot be read. */
export function takenTimes(mp4: Uint8Array, width: number): (number | undefined)[] {
  const line =
    "-v error -f mp4 -i pipe:0 -map 0:v:0 -fps_mode passthrough " +
    `-vf crop=${width}:${BAR_ROWS}:0:4,format=gray -f rawvideo pipe:1`;
  const { stdout, stderr, status } = spawnSync("ffmpeg", line.split(" "), {
    input: mp4,
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  const bytes = width * BAR_ROWS;
  const near = Date.now();
  return Array.from({ length: Math.floor(stdout.length / bytes) }, (_, index) => {
    const pixels = stdout.subarray(index * bytes, (index + 1) * bytes);
    return readClockBar({ width, height: BAR_ROWS, pixels }, near);
  });
}
