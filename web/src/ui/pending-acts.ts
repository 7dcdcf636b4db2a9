/**
 * Acts that can still be taken back: each is sent ten seconds after it was given, at once when the page is left, or
 * when the next act on the same thing needs it. What was taken back was never sent.
 */
import { useSyncExternalStore } from "react";

export const UNDO_MS = 10_000;

/** What came of an act that was sent, where there is something to tell. */
export interface Outcome {
  readonly text: string;
  /** One row a refusal: what, and why. */
  readonly rows: readonly { readonly id: string; readonly title: string; readonly why: string }[];
}

export interface PendingAct {
  readonly key: string;
  readonly text: string;
  /** Ids of what it is about, so that lists can show it. */
  readonly about: readonly string[];
  readonly send: () => Promise<Outcome | undefined>;
}

export interface WaitingAct extends PendingAct {
  /** `performance.now()` at which it is sent. */
  readonly until: number;
}

interface State {
  readonly waiting: readonly WaitingAct[];
  readonly told: readonly (Outcome & { readonly key: string })[];
  readonly failed: readonly {
    readonly key: string;
    readonly text: string;
    readonly error: unknown;
  }[];
}

const NOTHING: State = { waiting: [], told: [], failed: [] };
const store = { state: NOTHING };
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

function change(patch: Partial<State>): void {
  store.state = { ...store.state, ...patch };
  for (const listener of listeners) listener();
}

const without = <Item extends { readonly key: string }>(items: readonly Item[], key: string) =>
  items.filter((item) => item.key !== key);

/** Takes an act out of the list; undefined when it was sent or taken back before. */
function take(key: string): WaitingAct | undefined {
  const act = store.state.waiting.find((one) => one.key === key);
  clearTimeout(timers.get(key));
  timers.delete(key);
  if (act !== undefined) change({ waiting: without(store.state.waiting, key) });
  return act;
}

/** @returns false if it was refused, which is shown */
async function send(act: WaitingAct | undefined): Promise<boolean> {
  if (act === undefined) return true;
  const { key, text } = act;
  try {
    const outcome = await act.send();
    if (outcome !== undefined)
      change({ told: [...without(store.state.told, key), { ...outcome, key }] });
    return true;
  } catch (error) {
    change({ failed: [...without(store.state.failed, key), { key, text, error }] });
    return false;
  }
}

/** Gives an act; one of the same key that still waits is sent first. */
export function giveAct(act: PendingAct): void {
  void flushAct(act.key);
  const until = performance.now() + UNDO_MS;
  change({
    waiting: [...store.state.waiting, { ...act, until }],
    failed: without(store.state.failed, act.key),
  });
  timers.set(
    act.key,
    setTimeout(() => void flushAct(act.key), UNDO_MS),
  );
}

/** Sends an act now. Resolves when its answer is there: false for a refusal, which is shown and never thrown. */
export const flushAct = (key: string): Promise<boolean> => send(take(key));

export async function flushAll(): Promise<void> {
  await Promise.all(store.state.waiting.map(({ key }) => flushAct(key)));
}

export const takeBack = (key: string): void => void take(key);

/** Takes back the act given last. */
export const takeBackLast = (): void => {
  const last = store.state.waiting.at(-1);
  if (last !== undefined) take(last.key);
};

export const dismiss = (key: string): void =>
  change({
    told: without(store.state.told, key),
    failed: without(store.state.failed, key),
  });

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const usePendingActs = (): State => useSyncExternalStore(subscribe, () => store.state);

/** The waiting act about this id, if any. */
export const useWaiting = (id: string): WaitingAct | undefined =>
  usePendingActs().waiting.find(({ about }) => about.includes(id));

/** Leaving the page sends what waits: closing it, and on phones already putting it away. */
export function sendWhenLeaving(): () => void {
  const leave = () => void flushAll();
  const hide = () => document.visibilityState === "hidden" && leave();
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", hide);
  return () => {
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", hide);
  };
}
