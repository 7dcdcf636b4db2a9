/**
 * Open streams of this node. One query looks at all their sessions every three seconds, and at once when rights changed
 * (T23: a stream ends within five seconds); NOTIFY wakes the streams of a person on every node.
 */
import type { ServerResponse } from "node:http";

import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import { writeTo } from "../http/slow-reader.ts";
import type { ScopedReader } from "../identity/reader.ts";
import type { Actor, SessionStore } from "../identity/session.store.ts";
import { tokenHash } from "../identity/token.ts";
import type { Log } from "../telemetry.ts";
import { countUnread, itemsAfter } from "./notice.store.ts";
import { standingSessions } from "./session-watch.store.ts";

export interface HubDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessions: Pick<SessionStore, "findActor">;
}

const CHECK_MS = 3000;
const BEAT_MS = 20_000;
/** Windows of one person on one node; the oldest gives way. */
const MOST_PER_PERSON = 6;
const PAGE = 50;
/** A reader that takes nothing for this long is dropped; it comes back with its last id. */
const SLOW_MS = 10_000;

interface Stream {
  readonly actor: Actor;
  readonly token: string;
  readonly hash: string;
  readonly raw: ServerResponse;
  /** Of the person on the channel. */
  readonly name: string;
  /** Last item that was sent. */
  last: number;
  unread: number | undefined;
  isBusy: boolean;
  isWoken: boolean;
}

export interface NewStream {
  readonly actor: Actor;
  readonly token: string;
  readonly raw: ServerResponse;
  /** Of the person on the channel (`channelName`). */
  readonly name: string;
  /** Items after this one are sent. */
  readonly after: number;
}

export interface StreamHub {
  open(stream: NewStream): void;
  /** Something new for the person of this name on the channel; empty: perhaps for anybody. */
  wake(name: string): void;
  /** Sessions or rights changed. */
  recheck(): void;
  readonly size: () => number;
  stop(): void;
}

// oxlint-disable-next-line max-lines-per-function -- closures over the one set of streams
export function createStreamHub(deps: HubDeps): StreamHub {
  const streams = new Set<Stream>();
  const state: { isChecking: boolean; isAskedAgain: boolean } = {
    isChecking: false,
    isAskedAgain: false,
  };

  const drop = (stream: Stream) => {
    streams.delete(stream);
    stream.raw.destroy();
  };
  const end = (stream: Stream) => {
    if (!streams.delete(stream)) return;
    stream.raw.end("event: end\ndata: {}\n\n");
    // A reader that does not take even this is cut off.
    setTimeout(() => stream.raw.destroy(), 1000).unref();
  };
  const ofPerson = (person: string) =>
    [...streams].filter((stream) => stream.actor.account === person);

  /** Ends what is not allowed any more. Only what passed may be written to. */
  async function standing(wanted: readonly Stream[]): Promise<readonly Stream[]> {
    if (wanted.length === 0) return [];
    const hashes = wanted.map(({ hash }) => hash);
    const known = await standingSessions(deps.db, hashes, plainDateOf(deps.clock.now()));
    const passed: Stream[] = [];
    for (const stream of wanted) {
      const found = known.get(stream.hash);
      const isRight = found !== undefined && (!found.isOutdated || (await resolvesTheSame(stream)));
      if (isRight) passed.push(stream);
      else end(stream);
    }
    return passed;
  }

  async function resolvesTheSame({ token, actor }: Stream): Promise<boolean> {
    const now = await deps.sessions.findActor(token);
    return now?.scope.id === actor.scope.id && now.role === actor.role;
  }

  /** Sends what is new; what comes meanwhile is one more round, not one more message each. */
  async function send(stream: Stream): Promise<void> {
    if (stream.isBusy) {
      stream.isWoken = true;
      return;
    }
    stream.isBusy = true;
    try {
      do {
        stream.isWoken = false;
        if ((await standing([stream])).length === 0) return;
        await sendOnce(stream);
      } while (stream.isWoken && streams.has(stream));
    } catch (error) {
      if (!stream.raw.destroyed) deps.log.warn({ err: error }, "notification stream breaks off");
      drop(stream);
    } finally {
      stream.isBusy = false;
    }
  }

  async function sendOnce(stream: Stream): Promise<void> {
    const { scope } = stream.actor;
    const { items, unread } = await deps.reader.read(scope, async (tx) => ({
      items: await itemsAfter(tx, scope, { after: stream.last, limit: PAGE }),
      unread: await countUnread(tx, scope),
    }));
    let text = "";
    for (const item of items)
      text += `id: ${item.id}\nevent: notice\ndata: ${JSON.stringify(item)}\n\n`;
    if (unread !== stream.unread) text += `event: unread\ndata: ${JSON.stringify({ unread })}\n\n`;
    stream.last = items.at(-1)?.id ?? stream.last;
    stream.unread = unread;
    if (items.length === PAGE) stream.isWoken = true;
    if (text !== "") await writeSoon(stream, text);
  }

  async function writeSoon(stream: Stream, text: string): Promise<void> {
    const timer = setTimeout(() => drop(stream), SLOW_MS);
    try {
      await writeTo(stream.raw, text);
    } finally {
      clearTimeout(timer);
    }
  }

  async function checkAll(): Promise<void> {
    if (state.isChecking) {
      state.isAskedAgain = true;
      return;
    }
    state.isChecking = true;
    try {
      do {
        state.isAskedAgain = false;
        await standing([...streams]);
      } while (state.isAskedAgain);
    } catch (error) {
      // Who cannot be checked is not told anything: `send` asks again before each message.
      deps.log.warn({ err: error }, "sessions of notification streams could not be checked");
      for (const stream of streams) drop(stream);
    } finally {
      state.isChecking = false;
    }
  }

  const timers = [
    setInterval(() => void checkAll(), CHECK_MS),
    setInterval(() => {
      for (const stream of streams) if (!stream.isBusy) void beat(stream);
    }, BEAT_MS),
  ];
  for (const timer of timers) timer.unref();

  async function beat(stream: Stream): Promise<void> {
    await writeSoon(stream, ": beat\n\n").catch(() => drop(stream));
  }

  return {
    open({ actor, token, raw, name, after }) {
      for (const old of ofPerson(actor.account).slice(0, 1 - MOST_PER_PERSON)) drop(old);
      const stream: Stream = {
        actor,
        token,
        hash: tokenHash(token).toString("hex"),
        raw,
        name,
        last: after,
        unread: undefined,
        isBusy: false,
        isWoken: false,
      };
      streams.add(stream);
      raw.once("close", () => streams.delete(stream));
      void send(stream);
    },
    wake(name) {
      for (const stream of streams) if (name === "" || stream.name === name) void send(stream);
    },
    recheck: () => void checkAll(),
    size: () => streams.size,
    stop() {
      for (const timer of timers) clearInterval(timer);
      for (const stream of streams) drop(stream);
    },
  };
}
