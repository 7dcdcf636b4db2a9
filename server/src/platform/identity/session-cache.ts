/**
 * Remembers who a session is for two seconds, and forgets at once when the database says that sessions or rights
 * changed. A lost notification therefore costs two seconds, never a stale right for longer (T23, T67: ≤ 5 s).
 */
import { createMemory } from "../remember.ts";
import type { Actor, SessionStore } from "./session.store.ts";

const REMEMBER_MS = 2000;
const MOST = 10_000;

export interface SessionCache {
  findActor(token: string): Promise<Actor | undefined>;
  /** Called when sessions or rights changed somewhere. */
  forget(): void;
}

export function createSessionCache(sessions: Pick<SessionStore, "findActor">): SessionCache {
  const known = createMemory<Promise<Actor | undefined>>({
    milliseconds: REMEMBER_MS,
    most: MOST,
  });
  return {
    async findActor(token) {
      const found = known.find(token);
      if (found !== undefined) return found;
      const actor = sessions.findActor(token);
      known.keep(token, actor);
      const forget = () => known.drop(token, actor);
      actor.then((one) => {
        if (one === undefined) forget();
      }, forget);
      return actor;
    },
    forget: () => known.clear(),
  };
}
