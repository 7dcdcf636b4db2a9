/** Complaints of one writer about one project: who received first is kept beside each (first-receiver.ts). */
import { sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import { type Peers, peersOf, type SameProject } from "./first-receiver.ts";

export interface Matter {
  readonly ocid: string;
  /** Key of the writer. */
  readonly writer: string;
}

/** Matters of works complaints among these voices; those of voices that are being taken back are still in their rows. */
export async function mattersOf(tx: Tx, ids: readonly string[]): Promise<readonly Matter[]> {
  const { rows } = await sql<Matter>`
    SELECT ocid, writer_keys[1] AS writer FROM complaints.voice
    WHERE id = ANY (${[...ids]}::text[]) AND kind = 'complaint' AND regime = 'works' AND ocid IS NOT NULL
    UNION
    SELECT ocid, keys[1] FROM complaints.handling
    WHERE voice_id = ANY (${[...ids]}::text[]) AND kind = 'complaint' AND regime = 'works' AND ocid IS NOT NULL
    ORDER BY 1, 2`.execute(tx);
  return rows;
}

/** Of two transactions with complaints about one matter the second sees what the first wrote. Call before rows are locked. */
export async function lockMatters(tx: Tx, matters: readonly Matter[]): Promise<void> {
  if (matters.length === 0) return;
  await sql`SELECT pg_advisory_xact_lock(key) FROM (
      SELECT DISTINCT hashtextextended('complaints.matter/' || ocid || '/' || writer, 0) AS key
      FROM jsonb_to_recordset(${JSON.stringify(matters)}::jsonb) AS matter (ocid text, writer text)
      ORDER BY key) AS keys`.execute(tx);
}

/** Of a voice about whose matter nobody else wrote. */
export const NO_PEERS: Peers = { later: [] };

/** Looks again at every complaint of these matters. */
export async function setPeers(tx: Tx, matters: readonly Matter[]): Promise<void> {
  if (matters.length === 0) return;
  const { rows } = await sql<Omit<SameProject, "receivedAt"> & { readonly receivedAt: Date }>`
    SELECT voice.id AS number, voice.ocid, writer_keys[1] AS writer, matter, voice.payload ->> 'lotId' AS "lotId",
      voice.received_at AS "receivedAt", voice.fact_id AS "factId", state, matched,
      jsonb_build_object('id', unit_id, 'name', unit_name) AS unit
    FROM complaints.voice JOIN complaints.handling ON voice_id = voice.id
      JOIN jsonb_to_recordset(${JSON.stringify(matters)}::jsonb) AS asked (ocid text, writer text)
        ON asked.ocid = voice.ocid AND asked.writer = writer_keys[1]
    WHERE voice.kind = 'complaint' AND voice.regime = 'works'`.execute(tx);
  const all = rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }));
  const found = [...peersOf(all)].map(([id, peers]) => ({ id, peers }));
  await sql`UPDATE complaints.handling SET peers = fresh.peers
    FROM jsonb_to_recordset(${JSON.stringify(found)}::jsonb) AS fresh (id text, peers jsonb)
    WHERE voice_id = fresh.id AND handling.peers IS DISTINCT FROM fresh.peers`.execute(tx);
}
