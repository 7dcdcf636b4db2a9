/**
 * Records the runs of one camera as segments that begin with a keyframe: `<dir>/<run>/init.mp4`, `<dir>/<run>/<number>.m4s`
 * and one chain of records over all runs. A folder holds one recording; it is kept and deleted as a whole.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { CHAIN_FILE, type SegmentRecord } from "./chain.ts";
import type { Fragment } from "./fragment.ts";
import { type Gap, type GapCause, GapWatch } from "./gap-watch.ts";
import { JOURNAL_FILE, recover } from "./recovery.ts";
import { LineFile } from "./segment-file.ts";
import { type Run, runOf, SegmentStore } from "./segment-store.ts";
import type { RunSink } from "./supervisor.ts";
import { type Span, Timeline } from "./timeline.ts";

export type RecorderEvent =
  | {
      readonly kind: "opened";
      readonly run: string;
      readonly number: number;
      readonly startAt: number;
    }
  /** File and record are on the disk. */
  | { readonly kind: "segment"; readonly record: SegmentRecord }
  /** Told twice: with `to: null` when it has lasted `gapSeconds`, and when the picture is back. `from` names it. */
  | ({ readonly kind: "gap" } & Gap)
  | {
      readonly kind: "state";
      readonly state: "recording" | "waiting" | "failing";
      /** Empty while it records. */
      readonly why: string;
    };

export interface RecorderOptions {
  readonly dir: string;
  readonly camera: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Must not throw. */
  readonly onEvent: (event: RecorderEvent) => void;
  /** A segment ends at the first keyframe behind so many seconds. */
  readonly segmentSeconds?: number;
  readonly gapSeconds?: number;
}

export interface Recorder {
  /** To be given to the supervisor: one call per run. */
  startRun(): RunSink;
  /** Closes the open segment; durable when it returns. A gap stays open: who records on begins with it. */
  stop(): Promise<void>;
}

const SEGMENT_SECONDS = 4;
const GAP_SECONDS = 10;
/** Keyframes come a little early or late. */
const EARLY_MS = 100;
/** Pictures that wait for the disk; beyond it they are lost, and the gap says so. */
const MOST_WAITING_BYTES = 64 * 2 ** 20;

/** A fragment and its place; undefined: sound alone, which has none. */
interface Placed {
  readonly run: Run;
  readonly fragment: Fragment;
  readonly span: Span | undefined;
}

interface RecorderParts {
  readonly store: SegmentStore;
  readonly gaps: GapWatch;
  readonly files: readonly LineFile[];
}

class DiskRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #parts: RecorderParts;
  #queue: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #said = "";

  constructor(options: RecorderOptions, parts: RecorderParts) {
    this.#options = options;
    this.#parts = parts;
    this.#watch();
  }

  startRun(): RunSink {
    const timeline = new Timeline();
    let run: Run | undefined;
    return {
      init: (init) => {
        run = runOf(init);
      },
      fragment: (fragment) => {
        if (run === undefined || this.#isStopped) return;
        const now = this.#options.now();
        const span = fragment.hasPicture ? timeline.place(fragment, now) : undefined;
        this.#enqueue({ run, fragment, span });
      },
      end: (why) => {
        // Behind the pictures that still wait for the disk: each says that it is recorded.
        this.#later(async () => {
          await this.#lose("cameraLost");
          this.#say("waiting", why);
        });
      },
    };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const { store, files } = this.#parts;
    this.#later(async () => {
      await store.close();
      await store.note({ kind: "stopped" });
    });
    await this.#queue;
    for (const file of files) await file.close();
  }

  #enqueue(placed: Placed): void {
    const { length } = placed.fragment.bytes;
    if (this.#waitingBytes + length > MOST_WAITING_BYTES) {
      this.#say("failing", "the disk is slower than the camera");
      this.#later(() => this.#lose("storage"));
      return;
    }
    this.#waitingBytes += length;
    this.#later(async () => {
      this.#waitingBytes -= length;
      await this.#record(placed);
    });
  }

  /** One after the other; a failure of the disk ends the segment, not the recorder. */
  #later(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(async (error: Error) => {
      this.#parts.gaps.expect("storage");
      this.#say("failing", error.message);
      await this.#parts.store.abandon();
    });
  }

  async #record({ run, fragment, span }: Placed): Promise<void> {
    const { store, gaps } = this.#parts;
    if (span === undefined) {
      if (store.open !== undefined) await store.write(fragment.bytes, store.open.endAt);
      return;
    }
    if (span.hasJumped || (fragment.isKeyframe && this.#isFull(span))) await store.close();
    if (store.open === undefined) {
      // Nobody can show pictures that build on one that is not there.
      if (!fragment.isKeyframe) return;
      this.#options.onEvent({
        kind: "opened",
        ...(await store.begin(run, span.startAt)),
        startAt: span.startAt,
      });
    }
    await store.write(fragment.bytes, span.endAt);
    this.#say("recording", "");
    const gap = gaps.picture(span, this.#options.now());
    if (gap !== undefined) await this.#tellGap(gap);
    this.#watch();
  }

  #isFull({ startAt }: Span): boolean {
    const { segmentSeconds = SEGMENT_SECONDS } = this.#options;
    const open = this.#parts.store.open;
    return open !== undefined && startAt - open.startAt >= segmentSeconds * 1000 - EARLY_MS;
  }

  /** Pictures stay away from here on. */
  async #lose(why: GapCause): Promise<void> {
    this.#parts.gaps.expect(why);
    await this.#parts.store.close();
  }

  /** Wakes when a gap begins to count, unless a picture comes before. */
  #watch(): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    const { dueAt } = this.#parts.gaps;
    if (dueAt === undefined) return;
    const wait = Math.max(dueAt - this.#options.now(), 0);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const gap = this.#parts.gaps.tick(this.#options.now());
      if (gap === undefined) this.#watch();
      else this.#later(() => this.#openGap(gap));
    }, wait);
  }

  async #openGap(gap: Gap): Promise<void> {
    await this.#parts.store.close();
    await this.#tellGap(gap);
  }

  /** The event first: a full disk must not keep a gap silent. */
  async #tellGap(gap: Gap): Promise<void> {
    this.#options.onEvent({ kind: "gap", ...gap });
    await this.#parts.store.note({ kind: "gap", why: gap.why, isOpen: gap.to === null });
  }

  #say(state: "recording" | "waiting" | "failing", why: string): void {
    const said = `${state} ${why}`;
    if (said === this.#said) return;
    this.#said = said;
    this.#options.onEvent({ kind: "state", state, why });
  }
}

/**
 * Finds what an earlier recorder of the folder left, closes its unfinished segment as it lies there and goes on with a new
 * run. LIMITATION: two recorders of one folder at once are not refused; the caller gives each camera its own.
 * @throws Error when the folder cannot be written or its chain file is damaged
 */
export async function createRecorder(options: RecorderOptions): Promise<Recorder> {
  const { dir, camera, now, onEvent, gapSeconds = GAP_SECONDS } = options;
  await mkdir(dir, { recursive: true });
  const { records, cut, lastEndAt, why } = await recover(dir, camera);
  const chain = await LineFile.open(join(dir, CHAIN_FILE));
  const onRecord = (record: SegmentRecord) => onEvent({ kind: "segment", record });
  if (cut !== undefined) {
    await chain.add(cut);
    onRecord(cut);
  }
  // What the old notes told is in the chain now.
  await rm(join(dir, JOURNAL_FILE), { force: true });
  const journal = await LineFile.open(join(dir, JOURNAL_FILE));
  const expectedAt = lastEndAt ?? now();
  await journal.add({ kind: "started", at: expectedAt });
  const last = cut ?? records.at(-1);
  const store = new SegmentStore({ dir, camera, chain, journal, last, onRecord });
  const cause = lastEndAt === undefined ? "cameraLost" : why;
  const gaps = new GapWatch(gapSeconds * 1000, expectedAt, cause);
  return new DiskRecorder(options, { store, gaps, files: [chain, journal] });
}
