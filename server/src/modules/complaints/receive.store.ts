/** What receipt needs to know. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import { partyKey } from "../../kernel/party.ts";
import type { Tx } from "../../platform/database.ts";
import type { VoiceContent, VoiceReceipt } from "./receive.service.ts";

/** The next number of this kind and year; a transaction that fails gives its number back. */
export async function nextNumber(tx: Tx, kind: string, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    INSERT INTO complaints.counter (kind, year, last) VALUES (${kind}, ${year}, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = counter.last + 1 RETURNING last`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("no number");
  return row.last;
}

export interface ProcessFacts {
  readonly ocid: string;
  readonly industry: string | null;
  readonly placeCode: string | null;
  readonly placeName: string | null;
  readonly entityKey: string | null;
  readonly bidDeadline: Date | null;
  /** Publicity of the candidates, both days included. */
  readonly publicityFrom: string | null;
  readonly publicityTo: string | null;
}

export async function readProcessFacts(
  tx: Tx,
  ocid: string | undefined,
): Promise<ProcessFacts | undefined> {
  if (ocid === undefined) return undefined;
  const { rows } = await sql<ProcessFacts>`
    SELECT process.ocid, industry, place_code AS "placeCode", place_name AS "placeName", entity_key AS "entityKey",
      bid_deadline AS "bidDeadline", candidacy.disclosure_from::text AS "publicityFrom",
      candidacy.disclosure_to::text AS "publicityTo"
    FROM procurement.process LEFT JOIN LATERAL (
      SELECT disclosure_from, disclosure_to FROM procurement.current_candidacy AS candidacy
      WHERE candidacy.ocid = process.ocid ORDER BY disclosure_to DESC NULLS LAST LIMIT 1) AS candidacy ON true
    WHERE process.ocid = ${ocid}`.execute(tx);
  return rows[0];
}

/** The unit of the platform that is the process's tenderer or buyer. */
export async function findAnswerer(
  tx: Tx,
  { entityKey }: ProcessFacts,
  day: string,
): Promise<Department | undefined> {
  if (entityKey === null) return undefined;
  const { rows } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${day}::date)
    WHERE kind = 'procuringEntity' AND identity.party_key(party) = ${entityKey} LIMIT 1`.execute(
    tx,
  );
  return rows[0];
}

export async function findByExternalNo(
  tx: Tx,
  source: string,
  externalNo: string,
): Promise<
  | {
      readonly receipt: Omit<VoiceReceipt, "similar" | "isDuplicate">;
      readonly payload: VoiceReceived;
    }
  | undefined
> {
  const { rows } = await sql<{
    number: string;
    factId: string;
    receivedAt: Date;
    unitId: string;
    unitName: string;
    payload: VoiceReceived;
  }>`
    SELECT voice.id AS number, fact_id AS "factId", voice.received_at AS "receivedAt", unit_id AS "unitId",
      unit_name AS "unitName", payload
    FROM complaints.voice JOIN complaints.handling ON voice_id = voice.id
    WHERE source = ${source} AND external_no = ${externalNo}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { number, factId, receivedAt, unitId, unitName, payload } = row;
  return {
    payload,
    receipt: {
      number,
      factId,
      receivedAt: receivedAt.toISOString(),
      unit: { id: unitId, name: unitName },
      window: payload.window ?? "unknown",
    },
  };
}

const MOST = 5;

/** Voices of the same writer and kind about the same process that are not settled. */
export async function findSimilar(
  tx: Tx,
  { kind, ocid, writer }: Pick<VoiceContent, "kind" | "ocid" | "writer">,
): Promise<readonly string[]> {
  if (ocid === undefined) return [];
  const { rows } = await sql<{ id: string }>`
    SELECT voice.id FROM complaints.voice JOIN complaints.handling ON voice_id = voice.id
    WHERE voice.ocid = ${ocid} AND voice.kind = ${kind} AND voice.writer_keys && ${[partyKey(writer.party)]}::text[]
      AND state NOT IN ('refused', 'withdrawn', 'transferred')
    ORDER BY voice.received_at DESC LIMIT ${MOST}`.execute(tx);
  return rows.map(({ id }) => id);
}
