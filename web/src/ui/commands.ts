/** What the open page can do now, for the palette. A page names its acts while it is shown. */
import { useEffect, useSyncExternalStore } from "react";

import type { IconName } from "./icon.tsx";

export interface PageCommand {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly note?: string;
  readonly run: () => void;
}

const state: { commands: readonly PageCommand[] } = { commands: [] };
const listeners = new Set<() => void>();

function set(commands: readonly PageCommand[]): void {
  state.commands = commands;
  for (const listener of listeners) listener();
}

/** `commands` has to stay the same array while nothing changes. */
export function usePageCommands(commands: readonly PageCommand[]): void {
  useEffect(() => {
    set(commands);
    return () => set([]);
  }, [commands]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useShownCommands = (): readonly PageCommand[] =>
  useSyncExternalStore(subscribe, () => state.commands);
