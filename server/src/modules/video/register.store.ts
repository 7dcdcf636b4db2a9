/** Figures of the camera register: last pictures, gaps, bytes, clocks. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Trouble } from "./statement.ts";

type Reading = Database | Tx;

/** End of the last picture of each channel that a fact tells of. */
export async function lastPictures(
  db: Reading,
  channels: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ channel: string; at: Date }>`
    SELECT wanted.channel, last.end_at AS at FROM unnest(${[...channels]}::text[]) AS wanted (channel)
    CROSS JOIN LATERAL (SELECT end_at FROM video.recording
      WHERE recording.channel = wanted.channel ORDER BY start_at DESC LIMIT 1) AS last`.execute(db);
  return new Map(rows.map(({ channel, at }) => [channel, at.toISOString()]));
}

/** Gaps that touch the time since then, by channel. */
export async function gapsSince(
  db: Reading,
  from: string,
): Promise<ReadonlyMap<string, readonly Trouble[]>> {
  const { rows } = await sql<{ channel: string; what: string; from: Date; to: Date | null }>`
    SELECT channel, what, from_at AS "from", to_at AS "to" FROM video.trouble
    WHERE what LIKE 'gap %' AND coalesce(to_at, 'infinity') > ${from}
    ORDER BY from_at, to_at NULLS FIRST`.execute(db);
  const found = new Map<string, Trouble[]>();
  for (const { channel, what, from: since, to } of rows) {
    const trouble = {
      what,
      from: since.toISOString(),
      ...(to === null ? {} : { to: to.toISOString() }),
    };
    found.set(channel, [...(found.get(channel) ?? []), trouble]);
  }
  return found;
}

/** Bytes that are kept of each channel's days: ended days as summed once, later ones from their rows. */
export async function bytesByDay(
  db: Reading,
): Promise<{ channel: string; recording: string; bytes: number }[]> {
  const { rows } = await sql<{ channel: string; recording: string; bytes: string }>`
    SELECT channel, recording, sum(bytes)::bigint AS bytes FROM (
      SELECT channel, recording, bytes FROM video.day_size
      UNION ALL
      SELECT channel, recording, sum((payload ->> 'bytes')::bigint) FROM video.recording AS told
      WHERE start_at >= now() - interval '3 days' AND NOT EXISTS (SELECT FROM video.day_size
        WHERE day_size.channel = told.channel AND day_size.recording = told.recording)
      GROUP BY channel, recording
    ) AS kept
    WHERE NOT EXISTS (SELECT FROM video.event WHERE event.kind = 'recording-deleted'
      AND event.channel = kept.channel AND event.key = kept.recording)
    GROUP BY channel, recording`.execute(db);
  return rows.map(({ bytes, ...day }) => ({ ...day, bytes: Number(bytes) }));
}

/** Sums days before this one that were not summed yet. @returns how many */
export async function sumDays(db: Reading, before: string): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO video.day_size (channel, recording, bytes)
    SELECT channel, recording, sum((payload ->> 'bytes')::bigint) FROM video.recording AS told
    WHERE recording < ${before} AND NOT EXISTS (SELECT FROM video.day_size
      WHERE day_size.channel = told.channel AND day_size.recording = told.recording)
    GROUP BY channel, recording
    ON CONFLICT DO NOTHING`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export interface ClockRow {
  readonly ahead: number;
  readonly at: string;
}

export async function readClocks(db: Reading): Promise<ReadonlyMap<string, ClockRow>> {
  const { rows } = await sql<{ channel: string; ahead: number; at: Date }>`
    SELECT channel, ahead, at FROM video.clock`.execute(db);
  return new Map(rows.map(({ channel, ahead, at }) => [channel, { ahead, at: at.toISOString() }]));
}

export async function putClock(db: Reading, channel: string, ahead: number): Promise<void> {
  await sql`INSERT INTO video.clock (channel, ahead, at) VALUES (${channel}, ${ahead}, now())
    ON CONFLICT (channel) DO UPDATE SET ahead = excluded.ahead, at = excluded.at`.execute(db);
}
