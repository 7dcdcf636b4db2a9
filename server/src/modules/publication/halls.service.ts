/** The public side of openings: from the sessions' acts to what a hall shows. */
import type { HallEvent, HallSession } from "../../../../contract/src/opening-values.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import {
  hallEventsOf,
  hallSessionOf,
  listAllSessions,
  OPENING_KINDS,
  readEvents,
  readReplays,
  readSessions,
} from "../opening/index.ts";
import { clearHalls, writeHalls } from "./hall-release.store.ts";

export interface ReleasedHall {
  readonly session: HallSession;
  readonly events: readonly HallEvent[];
}

export async function refreshHalls(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const sessions = await readSessions(tx, ids);
  const events = await readEvents(tx, ids);
  const replays = await readReplays(tx, ids);
  await writeHalls(
    tx,
    sessions.map((session) => ({
      session: hallSessionOf(session),
      events: hallEventsOf(session, events.get(session.id) ?? [], replays.get(session.id)),
    })),
  );
}

export const hallSubscriber: Subscriber = {
  name: "publication.halls",
  kinds: OPENING_KINDS,
  async handle(tx, facts) {
    const ids = [...new Set(facts.map(({ payload }) => String(payload["session"])))];
    await refreshHalls(tx, ids);
  },
};

const PAGE = 200;

export async function refreshAllHalls(db: Database): Promise<void> {
  await clearHalls(db);
  const ids = await listAllSessions(db);
  for (let start = 0; start < ids.length; start += PAGE)
    await inTransaction(db, (tx) => refreshHalls(tx, ids.slice(start, start + PAGE)));
}
