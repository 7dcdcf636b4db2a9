/**
 * The process that records cameras: opens those it may claim, keeps one ffmpeg each, and tells the log what they did. Several such
 * processes share the cameras: a claim that is not renewed goes to another.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type {
  CameraInput,
  Live,
  Recording,
  RecorderOptions,
} from "../../../../cameras/src/index.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import { unseal } from "../../platform/seal.ts";
import { CameraRun, type CameraRunDeps } from "./camera-run.service.ts";
import { listChannels } from "./channel.store.ts";
import type { Channel } from "./channel.ts";
import { claim, letGo, readSources } from "./video.store.ts";

export interface GatewayDeps extends Omit<CameraRunDeps, "now"> {
  readonly clock: Clock;
  /** 32 bytes, hex. */
  readonly addressKey: () => Promise<string>;
  /** How the picture of a camera without an address comes; undefined: not now. */
  readonly inputOf: (channel: Channel) => Promise<CameraInput | undefined>;
}

export interface Gateway {
  /** Pictures of a camera that this process records. */
  live(channel: string): Live | undefined;
  /** Records a camera into another folder as well; undefined: it is not recorded here. */
  record(channel: string, options: RecorderOptions): Promise<Attached | undefined>;
  /** Puts all that is recorded into the log. */
  flush(): Promise<void>;
  readonly hasProgram: boolean;
  stop(): Promise<void>;
}

export interface Attached extends Recording {
  /** False: the camera was closed, and this recording with it. */
  readonly isOpen: () => boolean;
}

const TICK_MS = 3000;
/** What is on the disk is in the log so much later at most. */
const FLUSH_MS = 30_000;
const LOOK_AGAIN_MS = 60_000;

/** Name of the folder of a day. */
export const recordingOf = (instant: Date): string => plainDateOf(instant).replaceAll("-", "");

const hasFfmpeg = (program = "ffmpeg"): Promise<boolean> =>
  new Promise((done) => {
    const child = spawn(program, ["-version"], { stdio: "ignore" });
    child.once("error", () => done(false));
    child.once("close", (code) => done(code === 0));
  });

interface Wanted {
  readonly channel: Channel;
  /** Changes when the address does. */
  readonly mark: string;
  readonly input: CameraInput;
}

/** Another channel of a device is another picture. */
const deviceMark = ({ source, device }: Channel): string | undefined =>
  source === "gb28181" && device !== undefined ? `${device.device}/${device.channel}` : undefined;

interface Open {
  readonly run: CameraRun;
  readonly mark: string;
}

class CameraGateway implements Gateway {
  hasProgram = false;
  readonly #deps: GatewayDeps;
  readonly #holder = randomUUID();
  readonly #open = new Map<string, Open>();
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #lookedAt = -Infinity;
  #flushedAt = performance.now();

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#done = this.#loop();
  }

  live(channel: string): Live | undefined {
    return this.#open.get(channel)?.run.camera.live;
  }

  async record(channel: string, options: RecorderOptions): Promise<Attached | undefined> {
    const open = this.#open.get(channel);
    if (open === undefined) return undefined;
    const recording = await open.run.camera.record(options);
    return {
      stop: () => recording.stop(),
      isOpen: () => this.#open.get(channel)?.run === open.run,
    };
  }

  async flush(): Promise<void> {
    for (const { run } of this.#open.values()) await run.flush();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
    await Promise.all([...this.#open.keys()].map((channel) => this.#close(channel)));
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#tick();
      } catch (error) {
        this.#deps.log.error({ err: error }, "video: gateway");
      }
      await pause(TICK_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  async #tick(): Promise<void> {
    const { clock } = this.#deps;
    if (!(await this.#findProgram())) return;
    const wanted = await this.#wanted();
    for (const channel of this.#open.keys()) if (!wanted.has(channel)) await this.#close(channel);
    for (const one of wanted.values()) await this.#keep(one);
    const day = recordingOf(clock.now());
    for (const { run } of this.#open.values()) if (run.day !== day) await run.turnTo(day);
    if (performance.now() - this.#flushedAt < FLUSH_MS) return;
    this.#flushedAt = performance.now();
    await this.flush();
  }

  async #findProgram(): Promise<boolean> {
    if (!this.hasProgram && performance.now() - this.#lookedAt > LOOK_AGAIN_MS) {
      this.#lookedAt = performance.now();
      this.hasProgram = await hasFfmpeg(this.#deps.ffmpeg);
      if (!this.hasProgram)
        this.#deps.log.warn("video: ffmpeg is not installed, no camera is recorded");
    }
    return this.hasProgram;
  }

  async #wanted(): Promise<ReadonlyMap<string, Wanted>> {
    const { db, inputOf } = this.#deps;
    const [channels, sources] = [await listChannels(db), await readSources(db)];
    const wanted = new Map<string, Wanted>();
    for (const channel of channels.filter(({ isInUse }) => isInUse)) {
      const source = sources.find((one) => one.channel === channel.channel);
      const mark = source === undefined ? "" : source.changedAt.toISOString();
      const open = this.#open.get(channel.channel);
      if (source !== undefined && channel.source === "rtsp") {
        const url = await this.#addressOf(source);
        if (url !== undefined)
          wanted.set(channel.channel, { channel, mark, input: { kind: "rtsp", url } });
        continue;
      }
      const input = await inputOf(channel);
      if (input !== undefined)
        wanted.set(channel.channel, {
          channel,
          mark: deviceMark(channel) ?? open?.mark ?? mark,
          input,
        });
    }
    return wanted;
  }

  /** undefined: sealed with another key, as after a restore without it; it must be entered again. */
  async #addressOf({
    channel,
    sealed,
  }: {
    channel: string;
    sealed: Buffer;
  }): Promise<string | undefined> {
    try {
      return unseal(sealed, { key: await this.#deps.addressKey(), owner: channel });
    } catch {
      this.#deps.log.warn(
        { channel },
        "video: the address of the camera cannot be read; enter it again",
      );
      return undefined;
    }
  }

  /** Opens what is not open, renews the claim on what is. */
  async #keep({ channel: { channel }, mark, input }: Wanted): Promise<void> {
    const { db, directory, registry, log, clock, ffmpeg } = this.#deps;
    const holder = this.#holder;
    const open = this.#open.get(channel);
    const { state, why } = open?.run ?? { state: "connecting", why: "" };
    if (!(await claim(db, { channel, holder, state, why }))) {
      if (open !== undefined) await this.#close(channel);
      return;
    }
    if (open !== undefined && open.mark === mark) return;
    if (open !== undefined) await this.#close(channel);
    const now = () => clock.now().getTime();
    const day = recordingOf(clock.now());
    const run = await CameraRun.open(
      { db, directory, registry, log, now, ...(ffmpeg === undefined ? {} : { ffmpeg }) },
      { channel, input, day },
    );
    this.#open.set(channel, { run, mark });
  }

  async #close(channel: string): Promise<void> {
    const open = this.#open.get(channel);
    this.#open.delete(channel);
    await open?.run.stop();
    await letGo(this.#deps.db, this.#holder, channel);
  }
}

export const startGateway = (deps: GatewayDeps): Gateway => new CameraGateway(deps);
