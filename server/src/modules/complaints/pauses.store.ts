/** Processes that must stand still (条例22, 54), for the systems that can stop them. */
import { sql } from "kysely";

import type { PauseList } from "../../../../contract/src/voice-intake.ts";
import type { Database, Tx } from "../../platform/database.ts";

export async function listPauses(db: Database | Tx, ocid?: string): Promise<PauseList["rows"]> {
  const { rows } = await sql<{
    ocid: string;
    numbers: string[];
    since: Date;
    articles: string[];
    confirmedAt: Date | null;
  }>`
    SELECT handling.ocid, array_agg(DISTINCT handling.voice_id) AS numbers,
      min(required.occurred_at) AS since, array_agg(DISTINCT article) AS articles,
      -- Of several objections the process stands still once each was confirmed.
      CASE WHEN bool_and(confirmed.at IS NOT NULL) THEN max(confirmed.at) END AS "confirmedAt"
    FROM complaints.handling
    JOIN complaints.event AS required
      ON required.voice_id = handling.voice_id AND required.kind = 'complaints.pause-required'
    CROSS JOIN LATERAL jsonb_array_elements_text(required.payload -> 'articles') AS article
    LEFT JOIN LATERAL (
      SELECT min(occurred_at) AS at FROM complaints.event
      WHERE event.voice_id = handling.voice_id AND event.kind = 'complaints.pause-confirmed') AS confirmed ON true
    WHERE handling.must_pause AND (${ocid ?? null}::text IS NULL OR handling.ocid = ${ocid ?? null})
    GROUP BY handling.ocid ORDER BY since, handling.ocid`.execute(db);
  return rows.map(({ since, confirmedAt, ...row }) => ({
    ...row,
    since: since.toISOString(),
    ...(confirmedAt === null ? {} : { confirmedAt: confirmedAt.toISOString() }),
  }));
}

/** Objections about a process whose pause nobody confirmed yet. */
export async function unconfirmed(tx: Tx, ocid: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT voice_id AS id FROM complaints.handling WHERE ocid = ${ocid} AND must_pause AND NOT EXISTS (
      SELECT FROM complaints.event
      WHERE event.voice_id = handling.voice_id AND event.kind = 'complaints.pause-confirmed')
    ORDER BY voice_id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Who sent a voice, and its state. */
export async function findSent(
  db: Database | Tx,
  id: string,
): Promise<
  { readonly source: string; readonly kind: string; readonly matched: string } | undefined
> {
  const { rows } = await sql<{ source: string; kind: string; matched: string }>`
    SELECT source, voice.kind, matched FROM complaints.voice JOIN complaints.handling ON voice_id = voice.id
    WHERE voice.id = ${id}`.execute(db);
  return rows[0];
}
