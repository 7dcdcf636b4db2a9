/** Reads of tip-offs. Every read names the scope of the reader. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { BoxRef, TipoffCoded, TipoffOutcome } from "../../../../contract/src/tipoff-values.ts";
import type { TipoffEvent, TipoffQuery, TipoffState } from "../../../../contract/src/tipoffs.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleTipoff } from "../../platform/identity/visible.ts";
import type { Kept } from "./tipoff.ts";

export interface StoredTipoff {
  readonly id: string;
  readonly coded: TipoffCoded;
  readonly state: TipoffState;
  readonly hour: Date;
  readonly department: Department;
  readonly matched: string;
  readonly legalBasis: string;
  readonly version: number;
  readonly unread: number;
  readonly outcome: TipoffOutcome | null;
  readonly isDeleted: boolean;
  readonly keyId: string;
  readonly content: BoxRef;
  readonly files: readonly BoxRef[];
  readonly mailboxKey: string;
  readonly summary: string | null;
  readonly closedAt: Date | null;
}

const MESSAGES = sql`('tipoffs.message-left', 'tipoffs.answered')`;

const COLUMNS = sql`handling.tipoff_id AS id, handling.coded, handling.state, handling.hour, handling.matched,
  json_build_object('id', department_id, 'name', department_name) AS department, legal_basis AS "legalBasis",
  handling.version, handling.outcome, is_deleted AS "isDeleted", tipoff.key_id AS "keyId", tipoff.content,
  tipoff.files, tipoff.mailbox_key AS "mailboxKey", handling.summary, closed_at AS "closedAt",
  (SELECT count(*)::int FROM tipoffs.event WHERE event.tipoff_id = handling.tipoff_id
     AND event.kind = 'tipoffs.message-left' AND payload ->> 'by' = 'writer'
     AND NOT EXISTS (SELECT FROM tipoffs.read_mark WHERE message = event.fact_id)) AS unread`;

const FROM = sql`tipoffs.handling JOIN tipoffs.tipoff USING (tipoff_id)`;

interface Place {
  readonly hour: string;
  readonly id: string;
}

/** @throws RuleViolation request.invalid naming `cursor` */
function placeOf(cursor: string): Place {
  const [time = "", id = ""] = cursor.split("_");
  const hour = new Date(time);
  if (Number.isNaN(hour.getTime())) {
    const params = { rule: "cursor", expected: "the `next` of the page before, unchanged" };
    const errors = [{ path: "querystring.cursor", code: "request.bad-field", params }];
    throw new RuleViolation("request.invalid", {}, { status: 400, errors });
  }
  return { hour: hour.toISOString(), id };
}

const USUAL_LIMIT = 30;

export async function listTipoffs(
  tx: Tx,
  scope: Scope,
  { state, cursor, limit = USUAL_LIMIT }: TipoffQuery,
): Promise<{ readonly rows: readonly StoredTipoff[]; readonly next?: string }> {
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const { rows } = await sql<StoredTipoff>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE ${visibleTipoff(scope)}
      AND ${state === undefined ? sql`true` : sql`state = ${state}`}
      AND ${after === undefined ? sql`true` : sql`(handling.hour, handling.tipoff_id) < (${after.hour}::timestamptz, ${after.id})`}
    ORDER BY handling.hour DESC, handling.tipoff_id DESC LIMIT ${limit + 1}`.execute(tx);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length > limit && last !== undefined
    ? { rows: page, next: `${last.hour.toISOString()}_${last.id}` }
    : { rows: page };
}

export async function countByState(tx: Tx, scope: Scope): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`
    SELECT state, count(*)::int AS count FROM tipoffs.handling WHERE ${visibleTipoff(scope)}
    GROUP BY state`.execute(tx);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** @param scope absent for acts that the product itself replays (demo city) @throws RuleViolation tipoffs.not-found */
export async function getTipoff(
  tx: Tx,
  id: string,
  scope: Scope | undefined,
): Promise<StoredTipoff> {
  const { rows } = await sql<StoredTipoff>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE handling.tipoff_id = ${id}
      AND ${scope === undefined ? sql`true` : visibleTipoff(scope)}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("tipoffs.not-found", { id }, { status: 404 });
  return row;
}

interface EventRow {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly payload: {
    readonly by?: string;
    readonly officer?: { readonly name: string };
    readonly step?: TipoffEvent["step"];
    readonly text?: string;
    readonly outcome?: TipoffOutcome;
    readonly toOffice?: { readonly keyId: string; readonly box: BoxRef };
  };
  readonly isRead: boolean;
}

/** In the order in which they were recorded: the hour of a writer's message may be earlier than the question. */
export async function listEvents(tx: Tx, id: string): Promise<readonly TipoffEvent[]> {
  const { rows } = await sql<EventRow>`
    SELECT event.fact_id::text AS id, kind, occurred_at AS at, payload, read_mark.message IS NOT NULL AS "isRead"
    FROM tipoffs.event LEFT JOIN tipoffs.read_mark ON read_mark.message = event.fact_id
    WHERE event.tipoff_id = ${id} ORDER BY event.fact_id`.execute(tx);
  return rows.map(({ payload, at, isRead, ...event }): TipoffEvent => {
    const { officer, step, text, outcome, toOffice } = payload;
    return {
      ...event,
      at: at.toISOString(),
      ...(officer === undefined ? {} : { by: officer.name }),
      ...(step === undefined ? {} : { step }),
      ...(text === undefined ? {} : { text }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(toOffice === undefined
        ? {}
        : { box: { hash: toOffice.box.hash, keyId: toOffice.keyId }, isRead }),
    };
  });
}

/** A ciphertext of a tip-off, in Base64. @throws RuleViolation tipoffs.not-found */
export async function getBox(tx: Tx, id: string, hash: string): Promise<string> {
  const { rows } = await sql<{ box: string }>`
    SELECT replace(encode(bytes, 'base64'), E'\n', '') AS box FROM tipoffs.sealed_box
    WHERE tipoff_id = ${id} AND hash = ${hash}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("tipoffs.not-found", { id }, { status: 404 });
  return row.box;
}

/** Notes that the office fetched a message of the writer. */
export async function markFetched(
  db: Database,
  id: string,
  { hash, day }: { readonly hash: string; readonly day: string },
): Promise<void> {
  await sql`
    INSERT INTO tipoffs.read_mark (message, tipoff_id, day)
    SELECT fact_id, tipoff_id, ${day}::date FROM tipoffs.event
    WHERE tipoff_id = ${id} AND kind = 'tipoffs.message-left' AND payload ->> 'by' = 'writer'
      AND payload -> 'toOffice' -> 'box' ->> 'hash' = ${hash}
    ON CONFLICT DO NOTHING`.execute(db);
}

interface KeptRow {
  readonly id: string;
  readonly closedAt: Date | null;
  readonly unread: number;
  readonly lastReadOn: string | null;
}

const KEPT = sql`
  SELECT handling.tipoff_id AS id, closed_at AS "closedAt",
    (SELECT count(*)::int FROM tipoffs.event WHERE event.tipoff_id = handling.tipoff_id AND kind IN ${MESSAGES}
       AND NOT EXISTS (SELECT FROM tipoffs.read_mark WHERE message = event.fact_id)) AS unread,
    (SELECT max(day)::text FROM tipoffs.read_mark WHERE read_mark.tipoff_id = handling.tipoff_id) AS "lastReadOn"
  FROM tipoffs.handling`;

const keptOf = ({ closedAt, unread, lastReadOn }: KeptRow): Kept => ({
  closedOn: closedAt === null ? null : plainDateOf(closedAt),
  unread,
  lastReadOn,
});

export async function getKept(tx: Tx, id: string): Promise<Kept> {
  const { rows } = await sql<KeptRow>`${KEPT} WHERE handling.tipoff_id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("tipoffs.not-found", { id }, { status: 404 });
  return keptOf(row);
}

/** Closed ones whose content is still there. */
export async function listKept(
  db: Database,
): Promise<readonly { readonly id: string; readonly kept: Kept }[]> {
  const { rows } = await sql<KeptRow>`
    ${KEPT} WHERE state = 'closed' AND NOT is_deleted ORDER BY handling.tipoff_id`.execute(db);
  return rows.map((row) => ({ id: row.id, kept: keptOf(row) }));
}

/** @returns how many ciphertexts went */
export async function deleteBoxes(tx: Tx, id: string): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM tipoffs.sealed_box WHERE tipoff_id = ${id}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
