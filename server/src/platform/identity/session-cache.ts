/**
 * Remembers who a session is for two seconds, and forgets at once when the database says that sessions or rights
 * changed. A lost notification therefore costs two seconds, never a stale right for longer (T23, T67: ≤ 5 s).
 */
import type { Actor, SessionStore } from "./session.store.ts";

const REMEMBER_MS = 2000;
const MOST = 10_000;

export interface SessionCache {
  findActor(token: string): Promise<Actor | undefined>;
  /** Called when sessions or rights changed somewhere. */
  forget(): void;
}

interface Known {
  readonly actor: Promise<Actor | undefined>;
  readonly until: number;
}

export function createSessionCache(sessions: Pick<SessionStore, "findActor">): SessionCache {
  const known = new Map<string, Known>();
  return {
    async findActor(token) {
      const found = known.get(token);
      if (found !== undefined && found.until > performance.now()) return found.actor;
      if (known.size >= MOST) known.clear();
      const actor = sessions.findActor(token);
      const entry = { actor, until: performance.now() + REMEMBER_MS };
      known.set(token, entry);
      const forget = () => {
        if (known.get(token) === entry) known.delete(token);
      };
      actor.then((one) => {
        if (one === undefined) forget();
      }, forget);
      return actor;
    },
    forget: () => known.clear(),
  };
}
