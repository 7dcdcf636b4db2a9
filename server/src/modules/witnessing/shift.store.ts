/** SQL of shifts: the acts of the last days, and who may take over. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { type Person, type ShiftEvent, WATCH_HOURS } from "./shift.ts";

interface Row extends Omit<ShiftEvent, "at"> {
  readonly at: Date;
}

/** Acts on any shift wait for each other. */
export const lockWatch = (tx: Tx) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('witnessing watch', 0))`.execute(tx);

/** Acts that may still matter: a watch lasts a day, and one act of it may be as old as the whole of it. */
export async function readShiftEvents(
  db: Database | Tx,
  now: string,
): Promise<readonly ShiftEvent[]> {
  const { rows } = await sql<Row>`
    SELECT kind, version, occurred_at AS at, payload FROM witnessing.shift_event
    WHERE occurred_at > ${now}::timestamptz - make_interval(hours => ${2 * WATCH_HOURS})
    ORDER BY version`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }) as ShiftEvent);
}

export async function nextVersion(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    SELECT coalesce(max(version), 0) + 1 AS next FROM witnessing.shift_event`.execute(tx);
  return rows[0]?.next ?? 1;
}

/** Witnesses of the same unit on that day, but the one who asks. */
export async function listColleagues(
  db: Database | Tx,
  { unit, account, day }: { readonly unit: string; readonly account: string; readonly day: string },
): Promise<readonly Person[]> {
  const { rows } = await sql<Person>`
    SELECT DISTINCT held.person AS account, person.name
    FROM identity.post_on(${day}::date) AS post
    JOIN identity.appointment_on(${day}::date) AS held USING (post)
    JOIN identity.person_on(${day}::date) AS person ON person.person = held.person
    WHERE post.unit = ${unit} AND post.role = 'centre' AND held.person <> ${account}
    ORDER BY person.name`.execute(db);
  return rows;
}
