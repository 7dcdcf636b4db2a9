/** What this person opened lately from the palette, on this device only. */
import { readStored, writeStored } from "../../ui/storage.ts";

export interface RecentItem {
  readonly id: string;
  readonly title: string;
  readonly path: string;
}

const MOST = 6;
const keyOf = (account: string): string => `recent.${account}`;

export function recentItems(account: string): readonly RecentItem[] {
  try {
    const value: unknown = JSON.parse(readStored(keyOf(account)) ?? "[]");
    return Array.isArray(value) ? (value as RecentItem[]).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember(account: string, item: RecentItem): void {
  const others = recentItems(account).filter(({ id }) => id !== item.id);
  writeStored(keyOf(account), JSON.stringify([item, ...others].slice(0, MOST)));
}
