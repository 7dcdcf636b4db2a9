/** Keeps one ffmpeg running per camera: starts it again when it ends, slower while the camera stays away. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

import { withoutSecrets } from "./address.ts";
import { DamagedStream } from "./box.ts";
import { type CameraStreams, parseProbe, probeParameters, recordParameters } from "./ffmpeg.ts";
import { createFragmentReader } from "./fragment-reader.ts";
import type { Fragment } from "./fragment.ts";
import type { InitSegment } from "./init-segment.ts";
import { addressOf, type CameraInput, type OpenedStream, takeBeginning } from "./input.ts";

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
  readonly input: CameraInput;
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

/** What a probe of a programme stream reads at most. */
const BEGINNING = { bytes: 512 * 1024, milliseconds: 3000 } as const;

type Process = ChildProcessByStdio<Writable, Readable, Readable>;

function start(program: string, parameters: readonly string[]): Process {
  const child = spawn(program, parameters, { stdio: ["pipe", "pipe", "pipe"] });
  // A broken pipe is told by the end of the process.
  child.stdin.on("error", () => {});
  return child;
}

/** What a run reads from its second program on: nothing of an address, the whole stream else. */
interface Source {
  readonly beginning: Buffer;
  readonly opened: OpenedStream | undefined;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** A stream that is opened, and its beginning where that has to be looked at first. */
async function openSource(input: CameraInput): Promise<Source> {
  if (input.kind === "rtsp") return { beginning: Buffer.alloc(0), opened: undefined };
  const opened = await input.open();
  // The end of a stream is told by what reads it.
  opened.stream.on("error", () => {});
  const beginning =
    input.kind === "stream" ? await takeBeginning(opened.stream, BEGINNING) : Buffer.alloc(0);
  return { beginning, opened };
}

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
    let source: Source;
    try {
      source = await openSource(this.#options.input);
    } catch (error) {
      return { why: messageOf(error), ranSeconds: 0 };
    }
    try {
      const probed = this.#streams ?? (await this.#probe(source));
      if (typeof probed === "string") return { why: probed, ranSeconds: 0 };
      if (this.#isStopping) return { why: "stopped", ranSeconds: 0 };
      this.#streams = probed;
      return await this.#record(probed, source);
    } finally {
      source.opened?.close();
    }
  }

  /** What the camera sends, or why that is not known. */
  async #probe({ beginning }: Source): Promise<CameraStreams | string> {
    const { input, ffprobe = "ffprobe" } = this.#options;
    if (input.kind === "drawn") return { video: "h264", audio: undefined };
    const child = start(ffprobe, probeParameters(input));
    this.#child = child;
    child.stdin.end(beginning);
    const limit = setTimeout(() => child.kill("SIGKILL"), PROBE_SECONDS * 1000);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more;
    });
    const words = lastWords(child);
    const end = await ended(child);
    clearTimeout(limit);
    this.#child = undefined;
    const why = withoutSecrets(words() || `no picture (${end})`, addressOf(input));
    return parseProbe(text) ?? why;
  }

  async #record(
    streams: CameraStreams,
    { beginning, opened }: Source,
  ): Promise<{ why: string; ranSeconds: number }> {
    const { input, ffmpeg = "ffmpeg", onRun, onState } = this.#options;
    const child = start(ffmpeg, recordParameters(input, streams));
    this.#child = child;
    if (opened === undefined) child.stdin.end();
    else {
      child.stdin.write(beginning);
      opened.stream.pipe(child.stdin);
    }
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
    const why = damage ?? withoutSecrets(words() || `ffmpeg ended (${end})`, addressOf(input));
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
