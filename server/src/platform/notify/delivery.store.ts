/** Messages on their way out. Each is recorded: state, attempts, the code of the last failure. */
import { sql } from "kysely";

import type { Channel } from "../../../../contract/src/notify.ts";
import type { Database, Tx } from "../database.ts";
import type { MessageLanguage } from "./message.ts";
import type { AddedItem } from "./notice.store.ts";
import { dueAt, type Schedule } from "./schedule.ts";

interface Wanted extends Schedule {
  readonly person: string;
  readonly channel: Channel;
  readonly items: number;
}

/** For each person and proved address one open message; what comes while it waits goes into it. */
export async function queueDeliveries(
  tx: Tx,
  added: readonly AddedItem[],
  now: Date,
): Promise<void> {
  if (added.length === 0) return;
  const { rows } = await sql<Wanted>`
    SELECT setting.person, address.channel, count(*)::int AS items,
      quiet_from AS "quietFrom", quiet_to AS "quietTo", digest_at AS "digestAt"
    FROM json_to_recordset(${JSON.stringify(added)}::json) AS line (person text, kind text)
    JOIN notice.setting USING (person)
    JOIN notice.address USING (person)
    WHERE address.verified_at IS NOT NULL AND setting.choices @> jsonb_build_array(
      jsonb_build_object('kind', line.kind, 'channels', jsonb_build_array(address.channel)))
    GROUP BY setting.person, address.channel`.execute(tx);
  for (const wanted of rows) {
    await sql`INSERT INTO notice.delivery (person, channel, items, next_at, made_at)
      VALUES (${wanted.person}, ${wanted.channel}, ${wanted.items}, ${dueAt(now, wanted)}, ${now})
      ON CONFLICT (person, channel) WHERE state IN ('waiting', 'sending')
      DO UPDATE SET items = delivery.items + excluded.items`.execute(tx);
  }
}

export interface Due extends Schedule {
  readonly id: number;
  readonly person: string;
  readonly channel: Channel;
  /** Items at the moment it was taken. */
  readonly items: number;
  readonly attempts: number;
  /** Null: the address is gone. */
  readonly address: string | null;
  readonly language: MessageLanguage;
}

/** A node that took a message and died gives it back after this time. */
const LEASE_MINUTES = 5;

/** Takes messages that are due, for this node alone. */
export async function takeDue(db: Database, now: Date, limit: number): Promise<readonly Due[]> {
  const lease = new Date(now.getTime() + LEASE_MINUTES * 60_000);
  const { rows } = await sql<Due>`
    WITH taken AS (
      UPDATE notice.delivery SET state = 'sending', attempts = attempts + 1, next_at = ${lease}
      WHERE id IN (SELECT id FROM notice.delivery
                   WHERE state IN ('waiting', 'sending') AND next_at <= ${now}
                   ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id, person, channel, items, attempts)
    SELECT taken.*, address.address, coalesce(language, 'zh-CN') AS language,
      quiet_from AS "quietFrom", quiet_to AS "quietTo", digest_at AS "digestAt"
    FROM taken
    LEFT JOIN notice.address ON address.person = taken.person AND address.channel = taken.channel
      AND verified_at IS NOT NULL
    LEFT JOIN notice.setting ON setting.person = taken.person`.execute(db);
  return rows;
}

/** Ends a message; if something came while it was on its way, the next one waits already. */
export async function endDelivery(
  db: Database,
  { id, items }: Due,
  {
    state,
    now,
    due,
  }: { readonly state: "sent" | "dropped"; readonly now: Date; readonly due: Date },
): Promise<void> {
  await sql`WITH held AS (SELECT id, items FROM notice.delivery WHERE id = ${id} FOR UPDATE),
    ended AS (
      UPDATE notice.delivery SET state = ${state}, ended_at = ${now}, items = ${items}, last_error = NULL
      FROM held WHERE delivery.id = held.id AND state = 'sending'
      RETURNING person, channel, held.items AS before)
    INSERT INTO notice.delivery (person, channel, items, next_at, made_at)
    SELECT person, channel, before - ${items}, ${due}, ${now} FROM ended WHERE before > ${items}
    ON CONFLICT DO NOTHING`.execute(db);
}

/** Puts a message back, or gives it up. @param next Absent: for good */
export async function failDelivery(
  db: Database,
  { id }: Due,
  {
    reason,
    next,
    now,
  }: { readonly reason: string; readonly next: Date | undefined; readonly now: Date },
): Promise<void> {
  await sql`UPDATE notice.delivery SET last_error = ${reason},
      state = ${next === undefined ? "failed" : "waiting"}, next_at = ${next ?? now},
      ended_at = ${next === undefined ? now : null}
    WHERE id = ${id} AND state = 'sending'`.execute(db);
}
