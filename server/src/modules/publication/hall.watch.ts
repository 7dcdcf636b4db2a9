/**
 * Brings new events of halls that somebody watches to the viewers of this node. One query for all of them, twice a second, and none
 * while nobody watches: so it works with the public's login alone, on a node that stands apart.
 */
import type { ServerResponse } from "node:http";

import type { HallEvent } from "../../../../contract/src/opening-values.ts";
import type { LiveHub } from "../../platform/http/live-hub.ts";

const EVERY_MS = 500;
/** A hall that nobody has watched for so many turns, half a minute, is forgotten. */
const QUIET_TURNS = 60;

export interface HallWatch {
  /** @param after Number of the last event that the viewer has, as text; 0 before the first */
  attach(session: string, raw: ServerResponse, after: string): Promise<void>;
  stop(): void;
}

interface Deps {
  readonly hub: LiveHub;
  readonly read: (
    asked: readonly { readonly session: string; readonly after: number }[],
  ) => Promise<readonly (readonly HallEvent[])[]>;
  readonly onError: (error: unknown) => void;
}

export function createHallWatch({ hub, read, onError }: Deps): HallWatch {
  /** Last number handed to the hub, by session. */
  const known = new Map<string, number>();
  /** Turns without a viewer since the last one joined. */
  const quiet = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function bring(sessions: readonly string[]): Promise<void> {
    const asked = sessions.map((session) => ({ session, after: known.get(session) ?? 0 }));
    const found = await read(asked);
    sessions.forEach((session, place) => {
      for (const event of found[place] ?? []) {
        hub.publish(session, { id: String(event.n), event: "hall", data: JSON.stringify(event) });
        known.set(session, Math.max(event.n, known.get(session) ?? 0));
      }
    });
  }

  async function turn(): Promise<void> {
    for (const session of known.keys()) {
      const turns = hub.count(session) === 0 ? (quiet.get(session) ?? 0) + 1 : 0;
      quiet.set(session, turns);
      if (turns < QUIET_TURNS) continue;
      known.delete(session);
      quiet.delete(session);
      hub.close(session);
    }
    if (known.size > 0) await bring([...known.keys()]);
  }

  function next(): void {
    timer = setTimeout(() => {
      turn()
        .catch(onError)
        .finally(() => {
          if (known.size === 0) timer = undefined;
          else next();
        });
    }, EVERY_MS);
    timer.unref();
  }

  return {
    async attach(session, raw, after) {
      quiet.delete(session);
      if (!known.has(session)) {
        known.set(session, 0);
        // Whoever has seen nothing yet stands here.
        hub.publish(session, { id: "0", event: "begin", data: "{}" });
        await bring([session]);
      }
      hub.attach(session, raw, after);
      if (timer === undefined) next();
    },
    stop() {
      clearTimeout(timer);
      hub.closeAll();
    },
  };
}
