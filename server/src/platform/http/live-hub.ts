/**
 * Public server-sent events for thousands of viewers of one topic. Everything that touches many sockets is done in small
 * turns of the event loop: first those who join, then what was published, so that no turn holds up the rest.
 */
import type { ServerResponse } from "node:http";

import { createLiveHistory, type LiveEvent, type LiveHistory } from "./live-history.ts";
import {
  beat,
  deliver,
  type Delivery,
  end,
  join,
  newViewer,
  NOT_JOINED,
  type Viewer,
} from "./live-viewer.ts";

export interface LiveHubOptions {
  /** Messages of a topic that are kept for those who come back. */
  readonly historyMax?: number;
  /** A viewer gets at most one write in this time. */
  readonly perMessageMs?: number;
  /** Milliseconds; need not be the time of day. */
  readonly clock: () => number;
}

export interface LiveHub {
  /** A message whose id is kept already is the same message and goes to nobody again. */
  publish(topic: string, event: LiveEvent): void;
  /**
   * Takes over a hijacked answer. With the id of a kept message (or the id that an earlier stream gave before the first
   * message) the viewer gets everything after it; with another id the event `reset`, then what follows; without an id
   * what follows.
   */
  attach(topic: string, raw: ServerResponse, lastEventId?: string): void;
  /** Hands over what is left, then the event `end`, and forgets the topic. */
  close(topic: string): void;
  /** This node goes away: cuts off everybody at once, to go on elsewhere with the last id. Nobody may attach again. */
  closeAll(): void;
  count(topic: string): number;
}

interface Topic {
  readonly history: LiveHistory;
  readonly viewers: Set<Viewer>;
  /** Every viewer has got the messages up to here. */
  delivered: number;
  /** When the last delivery began, and when the first message came that is not part of it. */
  deliveredAt: number;
  waitsSince: number | undefined;
  isDelivering: boolean;
}

/** Work on all viewers of a topic, a few each turn. */
interface Round {
  readonly viewers: SetIterator<Viewer>;
  readonly act: (viewer: Viewer) => void;
  readonly startedAt: number;
  readonly whenDone: () => void;
}

interface Newcomer {
  readonly viewer: Viewer;
  readonly topic: Topic;
  readonly raw: ServerResponse;
  readonly lastEventId: string | undefined;
}

interface State {
  readonly historyMax: number;
  readonly perMessageMs: number;
  readonly clock: () => number;
  readonly topics: Map<string, Topic>;
  /** Topics that end, and when those who do not take the end are cut off. */
  readonly ending: Map<Topic, number>;
  newcomers: Newcomer[];
  rounds: Round[];
  beatAt: number | undefined;
  timer: NodeJS.Timeout | undefined;
  timerAt: number;
  isTurnAsked: boolean;
  isStopped: boolean;
}

const BEAT_MS = 15_000;
const END_MS = 1000;
const JOINS_A_TURN = 100;
const WRITES_A_TURN = 500;
/** While more than this many join, what was published waits for them, but no longer than this. */
const CROWD = 200;
const HOLD_MS = 500;

export function createLiveHub(options: LiveHubOptions): LiveHub {
  const { historyMax = 500, perMessageMs = 500, clock } = options;
  const state: State = {
    historyMax,
    perMessageMs,
    clock,
    topics: new Map(),
    ending: new Map(),
    newcomers: [],
    rounds: [],
    beatAt: undefined,
    timer: undefined,
    timerAt: Infinity,
    isTurnAsked: false,
    isStopped: false,
  };
  return {
    publish(name, event) {
      if (!state.isStopped) publish(state, topicOf(state, name), event);
    },
    attach(name, raw, lastEventId) {
      const { socket } = raw;
      // A request behind another one on the same connection has no socket of its own.
      if (state.isStopped || socket === null || socket.destroyed) {
        raw.destroy();
        return;
      }
      const topic = topicOf(state, name);
      const viewer = newViewer(socket);
      topic.viewers.add(viewer);
      socket.setTimeout(0);
      socket.on("close", () => topic.viewers.delete(viewer));
      state.newcomers.push({ viewer, topic, raw, lastEventId });
      askTurn(state);
      state.beatAt ??= clock() + BEAT_MS;
      arm(state);
    },
    close: (name) => close(state, name),
    closeAll() {
      state.isStopped = true;
      clearTimeout(state.timer);
      for (const topic of [...state.topics.values(), ...state.ending.keys()]) cutOff(topic);
      state.topics.clear();
      state.ending.clear();
      state.newcomers = [];
      state.rounds = [];
    },
    count: (name) => state.topics.get(name)?.viewers.size ?? 0,
  };
}

function topicOf({ topics, historyMax, clock }: State, name: string): Topic {
  const found = topics.get(name);
  if (found !== undefined) return found;
  const topic: Topic = {
    // The time tells it from the topic of this name on another node or before a restart.
    history: createLiveHistory(historyMax, `-${clock()}`),
    viewers: new Set(),
    delivered: 0,
    deliveredAt: -Infinity,
    waitsSince: undefined,
    isDelivering: false,
  };
  topics.set(name, topic);
  return topic;
}

function publish(state: State, topic: Topic, event: LiveEvent): void {
  if (!topic.history.add(event)) return;
  if (topic.viewers.size === 0 && !topic.isDelivering) topic.delivered = topic.history.last();
  else topic.waitsSince ??= state.clock();
  topic.history.trim(topic.delivered);
  arm(state);
}

function close(state: State, name: string): void {
  const topic = state.topics.get(name);
  if (topic === undefined) return;
  state.topics.delete(name);
  state.ending.set(topic, Infinity);
  const viewers = [...topic.viewers].filter(({ sent }) => sent !== NOT_JOINED);
  // Those who have not joined yet end as soon as they have.
  startRound(state, {
    viewers: new Set(viewers).values(),
    act: (viewer) => end(viewer, topic.history),
    whenDone() {
      state.ending.set(topic, state.clock() + END_MS);
      arm(state);
    },
  });
}

function cutOff({ viewers }: Topic): void {
  for (const { socket } of viewers) socket.destroy();
  viewers.clear();
}

const dueAt = ({ waitsSince, deliveredAt, isDelivering }: Topic, perMessageMs: number): number =>
  waitsSince === undefined || isDelivering
    ? Infinity
    : Math.max(waitsSince, deliveredAt + perMessageMs);

/** Sets the one timer to what comes next. */
function arm(state: State): void {
  if (state.isStopped) return;
  let next = state.beatAt ?? Infinity;
  for (const at of state.ending.values()) next = Math.min(next, at);
  for (const topic of state.topics.values())
    next = Math.min(next, dueAt(topic, state.perMessageMs));
  if (next === state.timerAt) return;
  clearTimeout(state.timer);
  state.timerAt = next;
  if (next === Infinity) return;
  state.timer = setTimeout(() => wake(state), Math.max(0, next - state.clock()));
  state.timer.unref();
}

function wake(state: State): void {
  state.timerAt = Infinity;
  const now = state.clock();
  for (const topic of state.topics.values())
    if (dueAt(topic, state.perMessageMs) <= now) startDelivery(state, topic);
  for (const [topic, at] of state.ending)
    if (at <= now) {
      state.ending.delete(topic);
      cutOff(topic);
    }
  if (state.beatAt !== undefined && state.beatAt <= now) startBeat(state, now);
  arm(state);
}

function startDelivery(state: State, topic: Topic): void {
  const { history, delivered: from } = topic;
  const to = history.last();
  const delivery: Delivery = { history, from, to, shared: history.slice(from, to) };
  topic.isDelivering = true;
  topic.deliveredAt = state.clock();
  topic.waitsSince = undefined;
  startRound(state, {
    viewers: topic.viewers.values(),
    act: (viewer) => deliver(viewer, delivery),
    whenDone() {
      topic.delivered = to;
      topic.isDelivering = false;
      history.trim(to);
      arm(state);
    },
  });
}

/** Topics whose viewers got a message not long ago need none. */
function startBeat(state: State, now: number): void {
  let isWatched = false;
  for (const { viewers, deliveredAt } of state.topics.values()) {
    if (viewers.size === 0) continue;
    isWatched = true;
    if (now - deliveredAt < BEAT_MS) continue;
    startRound(state, { viewers: viewers.values(), act: beat, whenDone: () => undefined });
  }
  state.beatAt = isWatched ? now + BEAT_MS : undefined;
}

function startRound(state: State, round: Omit<Round, "startedAt">): void {
  state.rounds.push({ ...round, startedAt: state.clock() });
  askTurn(state);
}

function askTurn(state: State): void {
  if (state.isTurnAsked) return;
  state.isTurnAsked = true;
  setImmediate(() => {
    state.isTurnAsked = false;
    turn(state);
  });
}

function turn(state: State): void {
  for (const newcomer of state.newcomers.splice(0, JOINS_A_TURN)) welcome(state, newcomer);
  const [round] = state.rounds;
  const isCrowded = state.newcomers.length > CROWD;
  if (round !== undefined && (!isCrowded || state.clock() - round.startedAt > HOLD_MS)) {
    if (advance(round)) {
      state.rounds.shift();
      round.whenDone();
    }
  }
  if (state.newcomers.length > 0 || state.rounds.length > 0) askTurn(state);
}

function welcome(state: State, { viewer, topic, raw, lastEventId }: Newcomer): void {
  if (viewer.socket.destroyed) return;
  join(viewer, { raw, history: topic.history, lastEventId });
  if (state.ending.has(topic)) end(viewer, topic.history);
}

/** @returns true when the round is over */
function advance({ viewers, act }: Round): boolean {
  for (let count = 0; count < WRITES_A_TURN; count++) {
    const { value, done } = viewers.next();
    if (done === true) return true;
    act(value);
  }
  return false;
}
