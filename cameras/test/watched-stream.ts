/** A source of ffmpeg as a camera would send it, and what the watch over pictures finds in it: faster than it plays. */
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";

import {
  createFragmentReader,
  type Fragment,
  type PictureFinding,
  PictureWatch,
  type RunSink,
  watchKeyPictures,
} from "../src/index.ts";

/** @param encoder parameters of ffmpeg's libx264, such as `-b:v 100k -g 25` */
export async function streamOf(source: string, seconds: number, encoder: string): Promise<Buffer> {
  const fragments = "-pix_fmt yuv420p -movflags frag_keyframe+empty_moov+default_base_moof -f mp4";
  const encode = `-c:v libx264 -tune zerolatency ${encoder} ${fragments} pipe:1`;
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

/** Pictures arrive as the stream's own clock says. */
export async function watchStream(stream: Buffer) {
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
  reader.push(stream);
  for (const [index, fragment] of fragments.entries()) {
    now = Math.round(fragment.decodeTime * 1000);
    sink.fragment(fragment);
    while (pictures < index + 1 - MOST_AHEAD) await once(arrived, "picture");
  }
  sink.end("stopped");
  while (pictures < fragments.length) await once(arrived, "picture");
  return { findings, failures, pictures };
}
