import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, test } from "vitest";

import {
  createFragmentReader,
  type PictureFinding,
  PictureWatch,
  type RunSink,
  watchKeyPictures,
} from "../src/index.ts";

/** Moving test card with the noise of a sensor, at five pictures a second and one keyframe a second. */
const LIVING = "testsrc2=size=640x360:rate=5,noise=alls=8:allf=t";

/** What the watch finds in a source of ffmpeg; its pictures arrive as the stream's own clock says. */
async function findingsOf(source: string, seconds: number) {
  const findings: PictureFinding[] = [];
  const failures: string[] = [];
  let pictures = 0;
  let now = 0;
  const watch = new PictureWatch();
  const sink: RunSink = watchKeyPictures({
    now: () => now,
    onPicture(picture) {
      pictures += 1;
      findings.push(...watch.see(picture));
      if (pictures === seconds) whole();
    },
    onFailure: (why) => failures.push(why),
  })();
  let whole = () => {};
  const seen = new Promise<void>((done) => {
    whole = done;
  });
  const reader = createFragmentReader({
    init: (init) => sink.init(init),
    fragment(fragment) {
      now = Math.round(fragment.decodeTime * 1000);
      sink.fragment(fragment);
    },
  });
  const encode =
    "-c:v libx264 -preset ultrafast -tune zerolatency -g 5 -pix_fmt yuv420p " +
    "-movflags frag_keyframe+empty_moov+default_base_moof -f mp4 pipe:1";
  const input = ["-v", "error", "-f", "lavfi", "-i", source, "-t", String(seconds)];
  const child = spawn("ffmpeg", [...input, ...encode.split(" ")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.on("data", (bytes: Buffer) => reader.push(bytes));
  await once(child, "close");
  // The last picture may stay in the decoder until its input ends.
  sink.end("stopped");
  await seen;
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
