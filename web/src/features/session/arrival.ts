/** What stands between a sign-in and the first page: recovery codes to keep, a post to choose. */
import { useSyncExternalStore } from "react";

import type { SessionView } from "../../../../contract/src/session.ts";
import { readStored, writeStored } from "../../ui/storage.ts";

interface Arrival {
  /** Shown once; gone when the page is left. */
  readonly codes: readonly string[];
  /** Account that has chosen its post on this device since it signed in. */
  readonly chosen: string;
}

const state: { now: Arrival; readonly listeners: Set<() => void> } = {
  now: { codes: [], chosen: readStored("post-chosen") ?? "" },
  listeners: new Set(),
};

function change(part: Partial<Arrival>): void {
  state.now = { ...state.now, ...part };
  writeStored("post-chosen", state.now.chosen);
  for (const listener of state.listeners) listener();
}

export const arrive = (codes: readonly string[]): void => change({ codes, chosen: "" });
export const leave = (): void => change({ codes: [], chosen: "" });
export const keepCodes = (): void => change({ codes: [] });
export const choosePost = (account: string): void => change({ chosen: account });

function subscribe(listener: () => void): () => void {
  state.listeners.add(listener);
  return () => void state.listeners.delete(listener);
}

/** What is still to do before the shell opens. */
export function useArrival(session: SessionView | undefined): {
  readonly codes: readonly string[];
  readonly mustChoose: boolean;
} {
  const { codes, chosen } = useSyncExternalStore(subscribe, () => state.now);
  const mustChoose = (session?.posts?.length ?? 0) > 1 && chosen !== session?.account;
  return { codes, mustChoose };
}
