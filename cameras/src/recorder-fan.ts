/** Gives the runs of one camera to several recorders, which come and go while it runs; each begins at a keyframe. */
import type { InitSegment } from "./init-segment.ts";
import type { Recorder } from "./recorder.ts";
import type { RunSink } from "./supervisor.ts";

/** One recorder's part in the fan. */
export interface Recording {
  /** Closes the open segment; durable when it returns. */
  stop(): Promise<void>;
}

interface Entry extends Recording {
  readonly recorder: Recorder;
  sink: RunSink | undefined;
  /** Ends with the first picture of this one, so that none is lost between them. */
  before: Recording | undefined;
}

export class RecorderFan {
  readonly #entries = new Set<Entry>();
  readonly #onError: (error: Error) => void;
  #init: InitSegment | undefined;

  constructor(onError: (error: Error) => void) {
    this.#onError = onError;
  }

  /** `after`: the recording that this one takes over from at the next keyframe. */
  add(recorder: Recorder, after?: Recording): Recording {
    let stopping: Promise<void> | undefined;
    const entry: Entry = {
      recorder,
      sink: undefined,
      before: after,
      stop: () => (stopping ??= this.#stop(entry)),
    };
    this.#entries.add(entry);
    return entry;
  }

  async #stop(entry: Entry): Promise<void> {
    this.#entries.delete(entry);
    await entry.before?.stop();
    await entry.recorder.stop();
  }

  startRun(): RunSink {
    return {
      init: (init) => {
        this.#init = init;
      },
      fragment: (fragment) => {
        // Who joins ends another first: a picture is in one of the two.
        if (fragment.isKeyframe) for (const entry of this.#entries) this.#join(entry);
        for (const { sink } of this.#entries) sink?.fragment(fragment);
      },
      end: (why) => {
        this.#init = undefined;
        for (const entry of this.#entries) {
          entry.sink?.end(why);
          entry.sink = undefined;
        }
      },
    };
  }

  async stop(): Promise<void> {
    for (const entry of this.#entries) await entry.stop();
  }

  #join(entry: Entry): void {
    if (entry.sink !== undefined || this.#init === undefined) return;
    entry.sink = entry.recorder.startRun();
    entry.sink.init(this.#init);
    entry.before?.stop().catch(this.#onError);
    entry.before = undefined;
  }
}
