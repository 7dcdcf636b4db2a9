/** Cameras of 1080p that cost the machine little: one file, encoded before, sent to as many clients as ask. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "../server.ts";

export const RATE = 25;
export const KILOBITS = 4000;
const SECONDS = 10;

export interface ReplayCamera {
  readonly url: string;
  stop(): Promise<void>;
}

/** Moving, with the noise of a sensor, one keyframe a second. */
async function encode(file: string): Promise<void> {
  const line =
    `-v error -f lavfi -i testsrc2=size=1920x1080:rate=${RATE},noise=alls=4:allf=t -t ${SECONDS} -c:v libx264 ` +
    `-preset ultrafast -tune zerolatency -g ${RATE} -b:v ${KILOBITS}k -maxrate ${KILOBITS}k -bufsize ${KILOBITS}k ` +
    `-pix_fmt yuv420p -x264-params aud=1:scenecut=0 -f h264`;
  const child = spawn("ffmpeg", [...line.split(" "), file], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

export async function startReplayCamera(): Promise<ReplayCamera> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-replay-"));
  const file = join(folder, "room.h264");
  await encode(file);
  const port = await freePort();
  const script = join(import.meta.dirname, "replay-camera.py");
  const child = spawn("/usr/bin/python3", [script, String(port), file, String(RATE)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    ended.then(([code]) => Promise.reject(new Error(`the camera ended with ${code}`))),
  ]);
  return {
    url: `rtsp://127.0.0.1:${port}/room`,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
