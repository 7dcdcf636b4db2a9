import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";

import { describe, expect, test } from "vitest";

import {
  createFragmentReader,
  type Fragment,
  type PictureFinding,
  PictureWatch,
  type RunSink,
  watchKeyPictures,
} from "../src/index.ts";

/** Moving test card with the noise of a sensor, at five pictures a second and one keyframe a second. */
const LIVING = "testsrc2=size=640x360:rate=5,noise=alls=8:allf=t";

/** A source of ffmpeg as a camera would send it. */
async function streamOf(source: string, seconds: number): Promise<Buffer> {
  const encode =
    "-c:v libx264 -preset ultrafast -tune zerolatency -g 5 -pix_fmt yuv420p " +
    "-movflags frag_keyframe+empty_moov+default_base_moof -f mp4 pipe:1";
  const input = ["-v", "error", "-f", "lavfi", "-i", source, "-t", String(seconds)];
  const child = spawn("ffmpeg", [...input, ...encode.split(" ")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  await once(child, "close");
  return Buffer.concat(pieces);
}

/** How many keyframes may lie in the decoder: a finding must not wait for them. */
const MOST_AHEAD = 2;

/** What the watch finds in a source of ffmpeg; its pictures arrive as the stream's own clock says. */
async function findingsOf(source: string, seconds: number) {
  const findings: PictureFinding[] = [];
  const failures: string[] = [];
  const arrived = new EventEmitter();
  let pictures = 0;
  let now = 0;
  const watch = new PictureWatch();
  const sink: RunSink = watchKeyPictures({
    now: () => now,
    onPicture(picture) {
      pictures += 1;
      findings.push(...watch.see(picture));
      arrived.emit("picture");
    },
    onFailure: (why) => failures.push(why),
  })();
  const fragments: Fragment[] = [];
  const reader = createFragmentReader({
    init: (init) => sink.init(init),
    fragment: (fragment) => fragments.push(fragment),
  });
  reader.push(await streamOf(source, seconds));
  for (const [index, fragment] of fragments.entries()) {
    now = Math.round(fragment.decodeTime * 1000);
    sink.fragment(fragment);
    while (pictures < index + 1 - MOST_AHEAD) await once(arrived, "picture");
  }
  sink.end("stopped");
  while (pictures < fragments.length) await once(arrived, "picture");
  return { findings, failures, pictures };
}

describe("the watch over a picture that ffmpeg decodes", () => {
  test("finds nothing in a living picture", async () => {
    expect(await findingsOf(LIVING, 60)).toEqual({ findings: [], failures: [], pictures: 60 });
  });

  test("finds a frozen picture", async () => {
    const { findings } = await findingsOf(`${LIVING},trim=0:20,tpad=stop=-1:stop_mode=clone`, 60);
    expect(findings).toMatchObject([{ problem: "frozen", isOver: false }]);
    expect(findings[0]?.at).toBeLessThanOrEqual(50);
  });

  test("finds a replay of ten seconds", async () => {
    const { findings } = await findingsOf(`${LIVING},loop=loop=-1:size=50`, 60);
    expect(findings).toMatchObject([{ problem: "looped", isOver: false }]);
    expect(findings[0]?.at).toBeLessThanOrEqual(40);
  });

  test("finds a covered lens", async () => {
    const { findings } = await findingsOf("color=black:size=640x360:rate=5", 20);
    expect(findings).toMatchObject([{ problem: "black", isOver: false, since: 0 }]);
  });
});
