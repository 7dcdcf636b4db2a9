/** What came in and waits for the full hour, and the mailbox as the holder of a receipt sees it. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { TipoffReceived } from "../../../../contract/src/facts/tipoffs.received.ts";
import type { TipoffRouted } from "../../../../contract/src/facts/tipoffs.routed.ts";
import type { TipoffCoded, TipoffOutcome } from "../../../../contract/src/tipoff-values.ts";
import type { TipoffState } from "../../../../contract/src/tipoffs.ts";
import { type Database, type Tx, uniqueViolation } from "../../platform/database.ts";
import type { Box } from "./boxes.ts";

export type WaitingBody =
  | {
      readonly kind: "tipoff";
      readonly received: TipoffReceived;
      readonly routed: TipoffRouted;
      readonly boxes: readonly Box[];
    }
  | {
      readonly kind: "message";
      readonly tipoffId: string;
      readonly keyId: string;
      readonly box: Box;
    };

export interface Waiting {
  /** Random: its order says nothing. */
  readonly id: string;
  readonly hour: string;
  readonly tokenHash: string;
  readonly body: WaitingBody;
}

/** @returns false if a box of this id is there already: the same was sent twice */
export async function addWaiting(db: Database, waiting: Waiting): Promise<boolean> {
  const { id, hour, tokenHash, body } = waiting;
  try {
    await sql`
      INSERT INTO tipoffs.waiting (id, hour, token_hash, kind, body)
      VALUES (${id}, ${hour}, ${tokenHash}, ${body.kind}, ${JSON.stringify(body)}::jsonb)`.execute(
      db,
    );
    return true;
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error;
    return false;
  }
}

/** The ids of what waits since before an instant, in the order of random ids. */
export async function listWaiting(db: Database, before: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM tipoffs.waiting WHERE hour < ${before} ORDER BY id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Takes one out; a second taker waits and finds nothing. */
export async function takeWaiting(tx: Tx, id: string): Promise<Waiting | undefined> {
  const { rows } = await sql<Omit<Waiting, "hour"> & { hour: Date }>`
    DELETE FROM tipoffs.waiting WHERE id = ${id}
    RETURNING id, hour, token_hash AS "tokenHash", body`.execute(tx);
  const [row] = rows;
  return row && { ...row, hour: row.hour.toISOString() };
}

export async function addBoxes(tx: Tx, tipoffId: string, boxes: readonly Box[]): Promise<void> {
  for (const { ref, base64 } of boxes)
    await sql`
      INSERT INTO tipoffs.sealed_box (hash, tipoff_id, bytes)
      VALUES (${ref.hash}, ${tipoffId}, decode(${base64}, 'base64')) ON CONFLICT DO NOTHING`.execute(
      tx,
    );
}

export interface Mailbox {
  readonly tipoffId: string;
  readonly coded: TipoffCoded;
  readonly hour: Date;
  readonly state: TipoffState;
  readonly unit: Department;
  readonly outcome: TipoffOutcome | null;
  readonly mailboxKey: string;
}

/** Two look-ups, whether there is such a mailbox or not. */
export async function findMailbox(db: Database, tokenHash: string): Promise<Mailbox | undefined> {
  const { rows: found } = await sql<Mailbox>`
    SELECT tipoff.tipoff_id AS "tipoffId", tipoff.coded, tipoff.hour, handling.state, handling.outcome,
      json_build_object('id', department_id, 'name', department_name) AS unit, mailbox_key AS "mailboxKey"
    FROM tipoffs.tipoff JOIN tipoffs.handling USING (tipoff_id) WHERE token_hash = ${tokenHash}`.execute(
    db,
  );
  const { rows: waiting } = await sql<Mailbox>`
    SELECT id AS "tipoffId", body -> 'received' -> 'coded' AS coded, hour, 'waiting' AS state, NULL AS outcome,
      body -> 'routed' -> 'department' AS unit, body -> 'received' -> 'mailbox' ->> 'publicKey' AS "mailboxKey"
    FROM tipoffs.waiting WHERE token_hash = ${tokenHash} AND kind = 'tipoff'`.execute(db);
  return found[0] ?? waiting[0];
}

export interface StoredMessage {
  readonly id: string;
  readonly by: "writer" | "office";
  readonly isAnswer: boolean;
  readonly at: Date;
  readonly box: string | null;
  readonly isRead: boolean;
  readonly isWaiting: boolean;
}

/** Messages of a mailbox in the order in which they were recorded, then those of the writer that still wait. */
export async function listMessages(
  db: Database,
  tipoffId: string,
): Promise<readonly StoredMessage[]> {
  const { rows } = await sql<StoredMessage>`
    SELECT event.fact_id::text AS id, false AS "isWaiting", coalesce(payload ->> 'by', 'office') AS by,
      kind = 'tipoffs.answered' AS "isAnswer", occurred_at AS at,
      replace(encode(sealed_box.bytes, 'base64'), E'\n', '') AS box, read_mark.message IS NOT NULL AS "isRead"
    FROM tipoffs.event
    LEFT JOIN tipoffs.sealed_box ON sealed_box.hash = payload -> 'toWriter' ->> 'hash'
    LEFT JOIN tipoffs.read_mark ON read_mark.message = event.fact_id
    WHERE event.tipoff_id = ${tipoffId} AND kind IN ('tipoffs.message-left', 'tipoffs.answered')
    UNION ALL
    SELECT id, true, 'writer', false, hour, NULL, false FROM tipoffs.waiting
    WHERE kind = 'message' AND body ->> 'tipoffId' = ${tipoffId}
    ORDER BY 2, 1`.execute(db);
  return rows;
}

/** The writer's marks on messages to the writer; others are left alone. */
export async function markRead(
  db: Database | Tx,
  tipoffId: string,
  { messages, day, by }: MarkedRead,
): Promise<void> {
  await sql`
    INSERT INTO tipoffs.read_mark (message, tipoff_id, day)
    SELECT fact_id, tipoff_id, ${day}::date FROM tipoffs.event
    WHERE tipoff_id = ${tipoffId} AND fact_id::text = ANY (${[...messages]}::text[])
      AND kind IN ('tipoffs.message-left', 'tipoffs.answered')
      AND coalesce(payload ->> 'by', 'office') <> ${by}
    ON CONFLICT DO NOTHING`.execute(db);
}

interface MarkedRead {
  readonly messages: readonly string[];
  readonly day: string;
  /** Who reads: what the other side left. */
  readonly by: "writer" | "office";
}
