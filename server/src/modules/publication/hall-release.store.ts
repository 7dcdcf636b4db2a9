/** Writes what the public sees of openings: the session on the day's list, and its events, each once. */
import { sql } from "kysely";

import { applyHallEvent, EMPTY_HALL } from "../../../../contract/src/opening-values.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { addRows, insertRows } from "../../platform/facts/rows.ts";
import type { ReleasedHall } from "./halls.service.ts";

/** Makes these halls again, whole. An event keeps its number, so that a viewer who comes back misses none. */
export async function writeHalls(tx: Tx, halls: readonly ReleasedHall[]): Promise<void> {
  if (halls.length === 0) return;
  const ids = halls.map(({ session }) => session.id);
  await sql`DELETE FROM released.hall WHERE session = ANY (${ids}::text[])`.execute(tx);
  await addRows(
    tx,
    "released.hall",
    halls.map(({ session, events }) => ({
      session: session.id,
      ocid: session.ocid,
      starts_at: session.startsAt,
      stage: events.reduce(applyHallEvent, EMPTY_HALL).stage,
      view: session,
    })),
  );
  await insertRows(
    tx,
    "released.hall_event",
    halls.flatMap(({ session, events }) =>
      events.map((event) => ({ session: session.id, n: event.n, event })),
    ),
  );
}

/** Forgets halls, for a rebuild. */
export async function clearHalls(db: Database): Promise<void> {
  await sql`DELETE FROM released.hall`.execute(db);
  await sql`DELETE FROM released.hall_event`.execute(db);
}
