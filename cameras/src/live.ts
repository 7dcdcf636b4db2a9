/** One camera to many viewers, from memory: each begins at the last keyframe and is never waited for. */
import type { Fragment } from "./fragment.ts";
import type { RunSink } from "./supervisor.ts";

export type LiveMessage =
  | {
      readonly kind: "init";
      readonly bytes: Buffer;
      /** For MediaSource. */
      readonly mimeType: string;
    }
  | {
      readonly kind: "fragment";
      readonly bytes: Buffer;
      readonly isKeyframe: boolean;
      /** Seconds since the run began. */
      readonly decodeTime: number;
      readonly duration: number;
      /** Pictures in it. */
      readonly pictures: number;
    };

/** Ends when it is closed; a new run begins with another init. Read by one reader. */
export interface Subscription extends AsyncIterable<LiveMessage> {
  /** Fragments this viewer did not get because it was too slow. */
  readonly dropped: number;
  close(): void;
}

export interface Live {
  /** To be given to the supervisor: one call per run. */
  startRun(): RunSink;
  subscribe(options?: SubscribeOptions): Subscription;
  readonly viewers: number;
  /** Ends all subscriptions. */
  close(): void;
}

export interface SubscribeOptions {
  /** A viewer with more waiting loses it and goes on at the next keyframe. */
  readonly mostWaitingBytes?: number;
}

const MOST_WAITING_BYTES = 4 * 2 ** 20;
/** Fragments since the last keyframe that are kept for who joins; beyond it who joins waits for the next. */
const MOST_KEPT_BYTES = 16 * 2 ** 20;

class Viewer implements Subscription {
  dropped = 0;
  readonly #mostBytes: number;
  readonly #leave: (viewer: Viewer) => void;
  #queue: LiveMessage[] = [];
  #waitingBytes = 0;
  #needsKeyframe = true;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(mostBytes: number, leave: (viewer: Viewer) => void) {
    this.#mostBytes = mostBytes;
    this.#leave = leave;
  }

  put(message: LiveMessage): void {
    if (message.kind === "init") this.#needsKeyframe = true;
    else if (!this.#takes(message)) {
      this.dropped += 1;
      return;
    }
    this.#queue.push(message);
    this.#waitingBytes += message.bytes.length;
    this.#wake?.();
  }

  #takes({ isKeyframe, bytes }: LiveMessage & { kind: "fragment" }): boolean {
    if (this.#waitingBytes + bytes.length > this.#mostBytes && this.#waitingBytes > 0) {
      this.#drop();
      this.#needsKeyframe = true;
    }
    if (this.#needsKeyframe && !isKeyframe) return false;
    this.#needsKeyframe = false;
    return true;
  }

  /** All but an init that was not sent yet. */
  #drop(): void {
    const init = this.#queue.findLast(({ kind }) => kind === "init");
    this.dropped += this.#queue.filter(({ kind }) => kind === "fragment").length;
    this.#queue = init === undefined ? [] : [init];
    this.#waitingBytes = init?.bytes.length ?? 0;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue = [];
    this.#leave(this);
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LiveMessage> {
    try {
      while (!this.#isClosed) {
        const message = this.#queue.shift();
        if (message === undefined) await this.#more();
        else {
          this.#waitingBytes -= message.bytes.length;
          yield message;
        }
      }
    } finally {
      this.close();
    }
  }

  #more(): Promise<void> {
    return new Promise((done) => {
      this.#wake = () => {
        this.#wake = undefined;
        done();
      };
    });
  }
}

const messageOf = ({ bytes, isKeyframe, decodeTime, duration, pictures }: Fragment) =>
  ({ kind: "fragment", bytes, isKeyframe, decodeTime, duration, pictures }) as const;

export function createLive(): Live {
  const viewers = new Set<Viewer>();
  let init: LiveMessage | undefined;
  /** From the last keyframe on. */
  let kept: LiveMessage[] = [];
  let keptBytes = 0;

  function keep(message: LiveMessage & { kind: "fragment" }): void {
    if (message.isKeyframe) {
      kept = [];
      keptBytes = 0;
    } else if (kept.length === 0) return;
    keptBytes += message.bytes.length;
    if (keptBytes > MOST_KEPT_BYTES) kept = [];
    else kept.push(message);
  }

  return {
    startRun: () => ({
      init({ bytes, mimeType }) {
        init = { kind: "init", bytes, mimeType };
        kept = [];
        for (const viewer of viewers) viewer.put(init);
      },
      fragment(fragment) {
        const message = messageOf(fragment);
        keep(message);
        for (const viewer of viewers) viewer.put(message);
      },
      end() {
        // Who joins now waits for the next run instead of seeing the past as present.
        init = undefined;
        kept = [];
      },
    }),
    subscribe({ mostWaitingBytes = MOST_WAITING_BYTES } = {}) {
      const viewer = new Viewer(mostWaitingBytes, (one) => viewers.delete(one));
      viewers.add(viewer);
      if (init !== undefined) viewer.put(init);
      for (const message of kept) viewer.put(message);
      return viewer;
    },
    get viewers() {
      return viewers.size;
    },
    close() {
      for (const viewer of viewers) viewer.close();
    },
  };
}
