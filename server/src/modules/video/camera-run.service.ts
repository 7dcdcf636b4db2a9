/** One camera that this process records: its pictures to viewers and disk, what happens to them to the log. */
import { dirname, join } from "node:path";

import {
  type Camera,
  type CameraInput,
  openCamera,
  type PictureFinding,
  readChain,
  type RecorderEvent,
  type RecorderOptions,
  type Recording,
  type SegmentRecord,
} from "../../../../cameras/src/index.ts";
import type { Database } from "../../platform/database.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { extensionOf } from "./extension.ts";
import { isoOf } from "./times.ts";
import { lastToldOf } from "./video.store.ts";

export interface CameraRunDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly directory: string;
  /** Path of ffmpeg, with ffprobe beside it; absent: those of the system. */
  readonly ffmpeg?: string;
}

export interface CameraRunOptions {
  readonly channel: string;
  readonly input: CameraInput;
  /** Name of the folder: the day. */
  readonly day: string;
}

/** Facts are written after so many segments, or when somebody asks. */
const MOST_PENDING = 15;

/** Segments of one day that are on the disk and not in the log yet. */
class DayLog {
  readonly day: string;
  readonly #channel: string;
  #pending: SegmentRecord[] = [];

  constructor(channel: string, day: string) {
    this.#channel = channel;
    this.day = day;
  }

  add(record: SegmentRecord): boolean {
    this.#pending.push(record);
    return this.#pending.length >= MOST_PENDING;
  }

  /** What an earlier process recorded and could not tell any more. */
  async catchUp({ db, directory }: CameraRunDeps): Promise<void> {
    const told = await lastToldOf(db, this.#channel, this.day);
    const records = await readChain(join(directory, this.#channel, this.day));
    this.#pending = records.filter(({ number }) => number > told);
  }

  /** `offsetMs`: how far the camera's own clock runs ahead now; undefined: it does not tell. */
  async flush({ db, registry, now }: CameraRunDeps, offsetMs?: number): Promise<void> {
    const name = { channel: this.#channel, recording: this.day };
    const told = extensionOf(name, this.#pending);
    if (told === undefined) return;
    const clock = { source: "senderReport" as const, offsetMs };
    const payload = { ...told, ...(offsetMs === undefined ? {} : { clock }) };
    await inTransaction(db, (tx) =>
      recordFact(tx, registry, {
        kind: "video.recording-extended",
        source: "mingjing",
        sourceId: `video/${this.#channel}/${this.day}/${payload.last}`,
        subject: `channel:${this.#channel}`,
        occurredAt: new Date(now()).toISOString(),
        payload,
      }),
    );
    this.#pending = this.#pending.filter(({ number }) => number > payload.last);
  }
}

export type CameraState = "connecting" | "recording" | "waiting" | "failing";

export class CameraRun {
  readonly channel: string;
  readonly camera: Camera;
  state: CameraState = "connecting";
  why = "";
  readonly #deps: CameraRunDeps;
  #logs: DayLog[] = [];
  #recording: Recording;
  #work: Promise<void> = Promise.resolve();

  private constructor(channel: string, deps: CameraRunDeps, opened: Opened) {
    this.channel = channel;
    this.#deps = deps;
    this.camera = opened.camera;
    this.#recording = opened.camera.recording;
    this.#logs = [opened.log];
    opened.listen(this);
  }

  static async open(deps: CameraRunDeps, options: CameraRunOptions): Promise<CameraRun> {
    const { channel, day } = options;
    const log = new DayLog(channel, day);
    await log.catchUp(deps);
    const early: ((run: CameraRun) => void)[] = [];
    let run: CameraRun | undefined;
    /** Events of the first moments wait until there is something to tell them. */
    const tell = (what: (run: CameraRun) => void) => {
      if (run === undefined) early.push(what);
      else what(run);
    };
    const camera = await openCamera({
      input: options.input,
      ...programsOf(deps),
      ...recorderOptions(deps, options, (event) => tell((one) => one.#onEvent(log, event))),
      watchesPicture: options.input.kind !== "drawn",
      onState: (state) =>
        tell((one) => {
          if (state.state === "waiting") one.#say("waiting", state.why);
          else if (state.state === "connecting") one.#say("connecting", "");
        }),
      onPicture: (finding) => tell((one) => one.#onPicture(finding)),
      onPictureFailure: (why) => deps.log.warn({ channel, why }, "video: picture watch"),
    });
    return new CameraRun(channel, deps, {
      camera,
      log,
      listen(made) {
        run = made;
        for (const what of early) what(made);
      },
    });
  }

  get day(): string {
    return this.#logs.at(-1)?.day ?? "";
  }

  /** A new day is a new folder; no picture is lost between the two. */
  async turnTo(day: string): Promise<void> {
    const log = new DayLog(this.channel, day);
    const options = recorderOptions(this.#deps, { channel: this.channel, day }, (event) =>
      this.#onEvent(log, event),
    );
    this.#recording = await this.camera.record(options, this.#recording);
    this.#logs.push(log);
  }

  /** Puts what is recorded into the log; what cannot be told now is told the next time. */
  async flush(): Promise<void> {
    await this.#work;
    for (const log of this.#logs) await log.flush(this.#deps, this.camera.clockOffset());
    this.#logs = this.#logs.slice(-2);
  }

  async stop(): Promise<void> {
    await this.camera.stop();
    await this.flush();
  }

  #say(state: CameraState, why: string): void {
    this.state = state;
    this.why = why;
  }

  #onEvent(log: DayLog, event: RecorderEvent): void {
    if (event.kind === "segment" && log.add(event.record))
      this.#later(() => log.flush(this.#deps, this.camera.clockOffset()));
    if (event.kind === "state") this.#say(event.state, event.why);
    if (event.kind !== "gap") return;
    const { from, to, why } = event;
    const times = { from: isoOf(from), ...(to === null ? {} : { to: isoOf(to) }) };
    this.#later(() => this.#record("gap-recorded", { ...times, why }, to ?? from));
  }

  #onPicture({ problem, isOver, since, at }: PictureFinding): void {
    const times = {
      from: isoOf(since * 1000),
      ...(isOver ? { to: isoOf(at * 1000) } : {}),
    };
    this.#later(() => this.#record("picture-flagged", { problem, ...times }, at * 1000));
  }

  /** One after the other; a failure is logged and, for segments, made good by the next flush. */
  #later(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: Error) => {
      this.#deps.log.error({ err: error, channel: this.channel }, "video: not told to the log");
    });
  }

  async #record(kind: string, payload: object, at: number): Promise<void> {
    const { db, registry } = this.#deps;
    const { channel } = this;
    const name = Object.values(payload).join("/");
    await inTransaction(db, (tx) =>
      recordFact(tx, registry, {
        kind: `video.${kind}`,
        source: "mingjing",
        sourceId: `video/${channel}/${kind}/${name}`,
        subject: `channel:${channel}`,
        occurredAt: isoOf(at),
        payload: { channel, ...payload },
      }),
    );
  }
}

const programsOf = ({ ffmpeg }: CameraRunDeps) =>
  ffmpeg === undefined ? {} : { ffmpeg, ffprobe: join(dirname(ffmpeg), "ffprobe") };

interface Opened {
  readonly camera: Camera;
  readonly log: DayLog;
  readonly listen: (run: CameraRun) => void;
}

const recorderOptions = (
  { directory, now }: CameraRunDeps,
  { channel, day }: Pick<CameraRunOptions, "channel" | "day">,
  onEvent: (event: RecorderEvent) => void,
): RecorderOptions => ({ dir: join(directory, channel, day), camera: channel, now, onEvent });
