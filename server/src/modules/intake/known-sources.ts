/** Remembers for a moment which source a key belongs to: a source that sends single facts asks each time. */

interface Entry {
  readonly name: string;
  readonly at: number;
}

/** A key that is withdrawn works at most this long. */
const KEPT_MS = 1000;
const MOST = 1000;

/** `find` is asked when nothing fresh is known; what it does not find is not remembered. */
export function createKnownSources(find: (key: string) => Promise<string | undefined>) {
  const entries = new Map<string, Entry>();
  return async (key: string, now: number): Promise<string | undefined> => {
    const known = entries.get(key);
    if (known !== undefined && Math.abs(now - known.at) < KEPT_MS) return known.name;
    const name = await find(key);
    entries.delete(key);
    if (name === undefined) return undefined;
    if (entries.size >= MOST) entries.clear();
    entries.set(key, { name, at: now });
    return name;
  };
}
