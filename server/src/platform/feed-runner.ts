/** Runs the subscribers of the feed: woken by NOTIFY, and every few seconds in case one was missed. */
import { setTimeout as delay } from "node:timers/promises";

import type { Database } from "./database.ts";
import { hasUnread, pollOnce, type Subscriber } from "./facts/feed.ts";
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

/** Starts one loop a subscriber; on several nodes the cursor row lets one of them work. */
export function startFeed({
  db,
  url,
  subscribers,
  log,
  isBusy = () => false,
}: RunnerOptions): FeedRunner {
  const state = { stopped: false };
  const wakers = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of wakers) wake();
  };
  const stopListening = startListener({ url, channel: FEED_CHANNEL, onNotice: wakeAll, log });
  const loops = subscribers.map((subscriber) =>
    runLoop({ db, subscriber, log, wakers, isBusy, isStopped: () => state.stopped }),
  );
  return {
    async settle() {
      do {
        for (const subscriber of subscribers) {
          while (await pollOnce(db, subscriber, { isWaiting: true }));
        }
      } while (!state.stopped && (await hasUnread(db)));
    },
    async stop() {
      state.stopped = true;
      wakeAll();
      await Promise.all([...loops, stopListening()]);
    },
  };
}

interface LoopOptions {
  readonly db: Database;
  readonly subscriber: Subscriber;
  readonly log: Log;
  readonly wakers: Set<() => void>;
  readonly isBusy: () => boolean;
  readonly isStopped: () => boolean;
}

async function runLoop({
  db,
  subscriber,
  log,
  wakers,
  isBusy,
  isStopped,
}: LoopOptions): Promise<void> {
  const nap = napper(wakers);
  while (!isStopped()) {
    const begin = performance.now();
    try {
      if (!(await pollOnce(db, subscriber))) await nap(IDLE_MS);
      else if (isBusy()) await delay(Math.max(BUSY_MS, BUSY_REST * (performance.now() - begin)));
    } catch (error) {
      if (isStopped()) return;
      log.error(
        { err: error, subscriber: subscriber.name },
        "feed subscriber failed; it will retry",
      );
      await nap(RETRY_MS);
    }
  }
}

/** A wait that a wake-up ends; one that came while the loop worked ends the next wait at once. */
function napper(wakers: Set<() => void>): (ms: number) => Promise<void> {
  const state: { pending: boolean; end: (() => void) | undefined } = {
    pending: false,
    end: undefined,
  };
  wakers.add(() => {
    state.pending = true;
    state.end?.();
  });
  return async (ms) => {
    if (!state.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        state.end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    state.pending = false;
    state.end = undefined;
  };
}
