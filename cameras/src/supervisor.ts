/** Keeps one ffmpeg running per camera: starts it again when it ends, slower while the camera stays away. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

import { withoutSecrets } from "./address.ts";
import { DamagedStream } from "./box.ts";
import { type CameraStreams, parseProbe, probeParameters, recordParameters } from "./ffmpeg.ts";
import { createFragmentReader } from "./fragment-reader.ts";
import type { Fragment } from "./fragment.ts";
import type { InitSegment } from "./init-segment.ts";

/** What one run of ffmpeg gives: one init segment, then fragments. */
export interface RunSink {
  init(init: InitSegment): void;
  fragment(fragment: Fragment): void;
  /** The run is over; `why` holds no password. */
  end(why: string): void;
}

export type SupervisorState =
  | { readonly state: "connecting" }
  | { readonly state: "running"; readonly pid: number }
  | { readonly state: "waiting"; readonly why: string; readonly seconds: number }
  | { readonly state: "stopped" };

export interface SupervisorOptions {
  /** `rtsp://user:password@host/…`; the password reaches ffmpeg alone. LIMITATION: its command line shows it to the same user. */
  readonly url: string;
  /** Called once per run, with its first bytes. */
  readonly onRun: () => RunSink;
  readonly onState?: (state: SupervisorState) => void;
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
}

export interface Supervisor {
  /** Ends ffmpeg and waits for it. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_SECONDS = 0.5;
const LONGEST_PAUSE_SECONDS = 10;
/** After so long a run the next failure counts as the first. */
const HEALTHY_SECONDS = 30;
const PROBE_SECONDS = 15;
/** A run without a picture for so long is ended; the socket may be open and silent. */
const SILENT_SECONDS = 15;
const GRACE_SECONDS = 3;
const KEPT_ERROR_CHARACTERS = 500;

/** Pause before the next start; `ranSeconds` is how long the last run showed pictures. */
export const nextPause = (lastSeconds: number | undefined, ranSeconds: number): number =>
  lastSeconds === undefined || ranSeconds >= HEALTHY_SECONDS
    ? FIRST_PAUSE_SECONDS
    : Math.min(lastSeconds * 2, LONGEST_PAUSE_SECONDS);

type Process = ChildProcessByStdio<null, Readable, Readable>;

const start = (program: string, parameters: readonly string[]): Process =>
  spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"] });

/** Ended with a code or signal, or never begun. */
const ended = (child: Process): Promise<string> =>
  new Promise((done) => {
    child.once("error", ({ message }) => done(message));
    child.once("close", (code, signal) => done(signal ?? `code ${code}`));
  });

/** The last that a program said on its second output. */
function lastWords(child: Process): () => string {
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  return () => words.trim().split("\n").at(-1) ?? "";
}

class Runner implements Supervisor {
  readonly #options: SupervisorOptions;
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #child: Process | undefined;
  #streams: CameraStreams | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#done = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    child?.kill("SIGTERM");
    const last = setTimeout(() => child?.kill("SIGKILL"), GRACE_SECONDS * 1000);
    await this.#done;
    clearTimeout(last);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #loop(): Promise<void> {
    let seconds: number | undefined;
    while (!this.#isStopping) {
      const { why, ranSeconds } = await this.#attempt();
      if (this.#isStopping) break;
      seconds = nextPause(seconds, ranSeconds);
      // What the camera sends may have changed while it was away.
      if (ranSeconds < HEALTHY_SECONDS) this.#streams = undefined;
      this.#options.onState?.({ state: "waiting", why, seconds });
      await pause(seconds * 1000, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
    this.#options.onState?.({ state: "stopped" });
  }

  async #attempt(): Promise<{ why: string; ranSeconds: number }> {
    this.#options.onState?.({ state: "connecting" });
    const probed = this.#streams ?? (await this.#probe());
    if (typeof probed === "string") return { why: probed, ranSeconds: 0 };
    if (this.#isStopping) return { why: "stopped", ranSeconds: 0 };
    this.#streams = probed;
    return this.#record(probed);
  }

  /** What the camera sends, or why that is not known. */
  async #probe(): Promise<CameraStreams | string> {
    const { url, ffprobe = "ffprobe" } = this.#options;
    const child = start(ffprobe, probeParameters(url));
    this.#child = child;
    const limit = setTimeout(() => child.kill("SIGKILL"), PROBE_SECONDS * 1000);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more;
    });
    const words = lastWords(child);
    const end = await ended(child);
    clearTimeout(limit);
    this.#child = undefined;
    return parseProbe(text) ?? withoutSecrets(words() || `no picture (${end})`, url);
  }

  async #record(streams: CameraStreams): Promise<{ why: string; ranSeconds: number }> {
    const { url, ffmpeg = "ffmpeg", onRun, onState } = this.#options;
    const child = start(ffmpeg, recordParameters(url, streams));
    this.#child = child;
    const words = lastWords(child);
    let sink: RunSink | undefined;
    let damage: string | undefined;
    let firstAt: number | undefined;
    let lastAt = 0;
    const silence = watchdog(SILENT_SECONDS, () => child.kill("SIGKILL"));
    const reader = createFragmentReader({
      init(init) {
        sink = onRun();
        sink.init(init);
        onState?.({ state: "running", pid: child.pid ?? 0 });
      },
      fragment(fragment) {
        if (fragment.hasPicture) {
          silence.reset();
          lastAt = performance.now();
          firstAt ??= lastAt;
        }
        sink?.fragment(fragment);
      },
    });
    child.stdout.on("data", (bytes: Buffer) => {
      if (damage !== undefined) return;
      try {
        reader.push(bytes);
      } catch (error) {
        if (!(error instanceof DamagedStream)) throw error;
        damage = `damaged stream: ${error.message}`;
        child.kill("SIGKILL");
      }
    });
    const end = await ended(child);
    silence.stop();
    this.#child = undefined;
    const why = damage ?? withoutSecrets(words() || `ffmpeg ended (${end})`, url);
    sink?.end(this.#isStopping ? "stopped" : why);
    return { why, ranSeconds: firstAt === undefined ? 0 : (lastAt - firstAt) / 1000 };
  }
}

/** Calls once when nobody has reset it for so long. */
function watchdog(seconds: number, call: () => void): { reset(): void; stop(): void } {
  const timer = setTimeout(call, seconds * 1000);
  return { reset: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

/** Runs until it is stopped. */
export const superviseCamera = (options: SupervisorOptions): Supervisor => new Runner(options);
