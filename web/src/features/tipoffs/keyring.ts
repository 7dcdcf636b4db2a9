/**
 * Keys that two holders opened in this page: in memory alone, gone when the page is left, locked, or nobody touched it
 * for a quarter of an hour.
 */
import { useSyncExternalStore } from "react";

import { type ShareProblem, unlockKey } from "../../../../sealing/src/index.ts";

const IDLE_MS = 15 * 60_000;

type Keys = ReadonlyMap<string, Uint8Array>;

const held: { keys: Keys; timer: ReturnType<typeof setTimeout> | undefined } = {
  keys: new Map(),
  timer: undefined,
};
const listeners = new Set<() => void>();

function set(keys: Keys): void {
  held.keys = keys;
  for (const listener of listeners) listener();
}

export function lock(): void {
  clearTimeout(held.timer);
  for (const key of held.keys.values()) key.fill(0);
  set(new Map());
}

function restart(): void {
  clearTimeout(held.timer);
  held.timer = setTimeout(lock, IDLE_MS);
}

/** @returns why it was not opened */
export function unlock(shares: readonly [string, string]): ShareProblem | undefined {
  const opened = unlockKey(shares);
  if ("problem" in opened) return opened.problem;
  set(new Map([...held.keys, [opened.keyId, opened.privateKey]]));
  restart();
  return undefined;
}

/** Each use keeps the keys a while longer. */
export function keyOf(keys: Keys, keyId: string): Uint8Array | undefined {
  const key = keys.get(keyId);
  if (key !== undefined) restart();
  return key;
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useKeyring = (): Keys => useSyncExternalStore(subscribe, () => held.keys);

addEventListener("pagehide", lock);
