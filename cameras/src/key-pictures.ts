/** Small grey pictures of a camera's keyframes, for PictureWatch: one cheap ffmpeg per run, fed with keyframes alone. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

import type { SmallPicture } from "./picture-watch.ts";
import type { RunSink } from "./supervisor.ts";

const WIDTH = 64;
const HEIGHT = 36;
const PICTURE_BYTES = WIDTH * HEIGHT;
/** Keyframes that wait for a slow machine; beyond it some are left out. */
const MOST_WAITING_BYTES = 8 * 2 ** 20;
const LONGEST_END_MS = 2000;

/** Neighbours, not means: a mean would take away the noise that tells a living picture from a frozen one. */
const PARAMETERS = [
  "-hide_banner -loglevel error -threads 1 -flags low_delay -skip_frame nokey",
  "-probesize 32 -analyzeduration 0 -f mp4 -i pipe:0 -map 0:v:0 -fps_mode passthrough",
  `-filter_threads 1 -vf scale=${WIDTH}:${HEIGHT}:flags=neighbor,format=gray`,
  "-f rawvideo -flush_packets 1 pipe:1",
].flatMap((line) => line.split(" "));

export interface KeyPicturesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** `at` is the arrival of the keyframe, in seconds since 1970. */
  readonly onPicture: (picture: SmallPicture) => void;
  /** No more pictures of this run are seen; live and record go on. */
  readonly onFailure: (why: string) => void;
  readonly ffmpeg?: string;
}

/** Cuts what ffmpeg writes into pictures. */
function pictureCutter(call: (pixels: Uint8Array) => void): (bytes: Buffer) => void {
  let pixels = new Uint8Array(PICTURE_BYTES);
  let filled = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + PICTURE_BYTES - filled);
      pixels.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < PICTURE_BYTES) continue;
      call(pixels);
      pixels = new Uint8Array(PICTURE_BYTES);
      filled = 0;
    }
  };
}

type Decoder = ChildProcessByStdio<Writable, Readable, Readable>;

/** Gives a sink per run, for the supervisor. */
export function watchKeyPictures(options: KeyPicturesOptions): () => RunSink {
  const { now, onPicture, onFailure, ffmpeg = "ffmpeg" } = options;
  return () => {
    let decoder: Decoder | undefined;
    /** Arrivals of keyframes whose picture has not come yet. */
    const arrivals: number[] = [];
    let words = "";

    function begin(): Decoder {
      const child = spawn(ffmpeg, PARAMETERS, { stdio: ["pipe", "pipe", "pipe"] });
      const cut = pictureCutter((pixels) => {
        const at = arrivals.shift();
        if (at !== undefined) onPicture({ at: at / 1000, pixels });
      });
      child.stdout.on("data", cut);
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        words = (words + text).slice(-300);
      });
      const fail = (why: string) => {
        if (decoder === child) onFailure(words.trim().split("\n").at(-1) || why);
        decoder = undefined;
      };
      child.once("error", ({ message }) => fail(message));
      child.once("close", (code) => fail(`ffmpeg ended with ${code}`));
      // A broken pipe is told by the end of the process.
      child.stdin.on("error", () => {});
      return child;
    }

    return {
      init({ bytes }) {
        decoder = begin();
        decoder.stdin.write(bytes);
      },
      fragment({ isKeyframe, bytes }) {
        if (!isKeyframe || decoder === undefined) return;
        if (decoder.stdin.writableLength > MOST_WAITING_BYTES) return;
        arrivals.push(now());
        decoder.stdin.write(bytes);
      },
      end() {
        const child = decoder;
        decoder = undefined;
        child?.stdin.end();
        setTimeout(() => child?.kill("SIGKILL"), LONGEST_END_MS).unref();
      },
    };
  };
}
