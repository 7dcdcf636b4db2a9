/** The same alarm a thousand times a second is told once, then once a minute with its number. */

export interface Quieter {
  /** How often it happened since it was told; undefined: it was told a moment ago. */
  count(key: string, now: number): number | undefined;
}

const MOST_KEYS = 5000;

export function createQuieter(seconds: number): Quieter {
  const told = new Map<string, { at: number; untold: number }>();
  return {
    count(key, now) {
      const known = told.get(key);
      if (known !== undefined && now - known.at < seconds * 1000) {
        known.untold += 1;
        return undefined;
      }
      told.delete(key);
      told.set(key, { at: now, untold: 0 });
      const [oldest] = told.keys();
      if (told.size > MOST_KEYS && oldest !== undefined) told.delete(oldest);
      return (known?.untold ?? 0) + 1;
    },
  };
}
