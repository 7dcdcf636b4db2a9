/** What the open page can do now, for the palette. Each part of a page names its acts while it is shown. */
import { useEffect, useId, useSyncExternalStore } from "react";

import type { IconName } from "./icon.tsx";

export interface PageCommand {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly note?: string;
  readonly run: () => void;
}

const parts = new Map<string, readonly PageCommand[]>();
const state: { commands: readonly PageCommand[] } = { commands: [] };
const listeners = new Set<() => void>();

function set(part: string, commands: readonly PageCommand[]): void {
  if (commands.length === 0) parts.delete(part);
  else parts.set(part, commands);
  state.commands = [...parts.values()].flat();
  for (const listener of listeners) listener();
}

/** `commands` has to stay the same array while nothing changes. */
export function usePageCommands(commands: readonly PageCommand[]): void {
  const part = useId();
  useEffect(() => {
    set(part, commands);
    return () => set(part, []);
  }, [part, commands]);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useShownCommands = (): readonly PageCommand[] =>
  useSyncExternalStore(subscribe, () => state.commands);
