/** Runs the subscribers of the feed: woken by NOTIFY, and every few seconds in case one was missed. */
import { setTimeout as delay } from "node:timers/promises";

import type { Database } from "./database.ts";
import { hasUnread, passFeed, pollOnce, type Subscriber } from "./facts/feed.ts";
import { FEED_CHANNEL } from "./facts/record.ts";
import { startListener } from "./listen.ts";
import type { Log } from "./telemetry.ts";

const IDLE_MS = 2000;
const RETRY_MS = 1000;
/**
 * While facts are coming in, taking them goes before working on them: a subscriber rests this many times as long as
 * its last reading took, so that it has a tenth of the time, and never falls behind for good.
 */
const BUSY_REST = 9;
const BUSY_MS = 500;

export interface FeedRunner {
  /** Resolves when every subscriber has read all facts committed before the call. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

interface RunnerOptions {
  readonly db: Database;
  /** Connection for LISTEN. */
  readonly url: string;
  readonly subscribers: readonly Subscriber[];
  readonly log: Log;
  /** True while facts are coming in; absent: never. */
  readonly isBusy?: () => boolean;
}

/** Starts one loop a subscriber, and one that looks for whom there are facts; on several nodes the cursor row lets one of them work. */
export function startFeed({
  db,
  url,
  subscribers,
  log,
  isBusy = () => false,
}: RunnerOptions): FeedRunner {
  const state = { stopped: false };
  const shared = { db, log, isBusy, isStopped: () => state.stopped };
  const watch = napper();
  const runners = new Map(subscribers.map((subscriber) => [subscriber, napper()]));
  const loops = [...runners].map(([subscriber, nap]) => runLoop({ ...shared, subscriber, nap }));
  const wakeBehind = async () => {
    for (const subscriber of await passFeed(db, subscribers)) runners.get(subscriber)?.wake();
  };
  const watching = watchFeed({ ...shared, nap: watch, wakeBehind });
  const stopListening = startListener({ url, channel: FEED_CHANNEL, onNotice: watch.wake, log });
  return {
    async settle() {
      do {
        for (const subscriber of await passFeed(db, subscribers)) {
          while (await pollOnce(db, subscriber, { isWaiting: true, isKnown: true }));
        }
      } while (!state.stopped && (await hasUnread(db)));
    },
    async stop() {
      state.stopped = true;
      for (const { wake } of [watch, ...runners.values()]) wake();
      await Promise.all([...loops, watching, stopListening()]);
    },
  };
}

interface LoopOptions {
  readonly db: Database;
  readonly log: Log;
  readonly nap: Napper;
  readonly isBusy: () => boolean;
  readonly isStopped: () => boolean;
}

/** Looks at each notice, and every few seconds, for whom there are facts. */
async function watchFeed({
  log,
  nap,
  isBusy,
  isStopped,
  wakeBehind,
}: LoopOptions & { readonly wakeBehind: () => Promise<void> }): Promise<void> {
  while (!isStopped()) {
    const begin = performance.now();
    try {
      await wakeBehind();
    } catch (error) {
      if (isStopped()) return;
      log.error({ err: error }, "feed: what is new could not be seen; it is looked for again");
    }
    if (isBusy()) await delay(BUSY_REST * (performance.now() - begin));
    await nap.rest(IDLE_MS);
  }
}

async function runLoop({
  db,
  subscriber,
  log,
  nap,
  isBusy,
  isStopped,
}: LoopOptions & { readonly subscriber: Subscriber }): Promise<void> {
  while (!isStopped()) {
    const begin = performance.now();
    try {
      if (!(await pollOnce(db, subscriber, { isKnown: true }))) await nap.rest();
      else if (isBusy()) await delay(Math.max(BUSY_MS, BUSY_REST * (performance.now() - begin)));
    } catch (error) {
      if (isStopped()) return;
      log.error(
        { err: error, subscriber: subscriber.name },
        "feed subscriber failed; it will retry",
      );
      await nap.rest(RETRY_MS);
    }
  }
}

interface Napper {
  readonly wake: () => void;
  /** Until somebody wakes, or so long at most. */
  rest(ms?: number): Promise<void>;
}

/** A wait that a wake-up ends; one that came while the loop worked ends the next wait at once. */
function napper(): Napper {
  const state: { pending: boolean; end: (() => void) | undefined } = {
    pending: false,
    end: undefined,
  };
  return {
    wake() {
      state.pending = true;
      state.end?.();
    },
    async rest(ms) {
      if (!state.pending) {
        await new Promise<void>((resolve) => {
          const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
          state.end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      state.pending = false;
      state.end = undefined;
    },
  };
}
