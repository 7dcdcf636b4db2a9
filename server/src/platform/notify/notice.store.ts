/** Items: written by the subscriber, read by the person they concern as far as the rights of the moment go. */
import { sql } from "kysely";

import type {
  MarkRead,
  NoticeItem,
  NoticePage,
  NoticeQuery,
} from "../../../../contract/src/notify.ts";
import type { Database, Tx } from "../database.ts";
import type { Scope } from "../identity/reader.ts";
import { visibleLead, visibleVoice } from "../identity/visible.ts";
import type { NewItem } from "./recipients.service.ts";

/** NOTIFY channel; the payload is the name there of the person with something new. */
export const NOTICE_CHANNEL = "mingjing_notice";

/** Name of a person on the channel: a keyed digest, since every login of the database may listen. */
export async function channelName(db: Database, person: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT notice.name_of(${person}) AS name`.execute(
    db,
  );
  return rows[0]?.name ?? "";
}

export interface AddedItem {
  readonly person: string;
  readonly kind: string;
}

/** Adds what is new, with ids in the order of commit: only the subscriber calls this, and its cursor is locked. */
export async function addItems(tx: Tx, items: readonly NewItem[]): Promise<readonly AddedItem[]> {
  if (items.length === 0) return [];
  const { rows } = await sql<AddedItem>`
    INSERT INTO notice.item (id, fact_id, person, kind, lead_id, voice_id, happened_at)
    SELECT (SELECT coalesce(max(id), 0) FROM notice.item) + row_number() OVER (ORDER BY place),
      "factId", person, kind, "leadId", "voiceId", "happenedAt"
    FROM ROWS FROM (json_to_recordset(${JSON.stringify(items)}::json)
      AS ("factId" uuid, person text, kind text, "leadId" text, "voiceId" text, "happenedAt" timestamptz))
      WITH ORDINALITY AS line ("factId", person, kind, "leadId", "voiceId", "happenedAt", place)
    WHERE NOT EXISTS (SELECT FROM notice.item AS known
                      WHERE known.fact_id = "factId" AND known.person = line.person)
    ON CONFLICT (fact_id, person) DO NOTHING
    RETURNING person, kind`.execute(tx);
  for (const person of new Set(rows.map((row) => row.person)))
    await sql`SELECT pg_notify(${NOTICE_CHANNEL}, notice.name_of(${person}))`.execute(tx);
  return rows;
}

/** First wall; the policy of the table is the second. */
const visibleItem = (scope: Scope) => sql`(item.person = ${scope.person}
  AND (item.voice_id IS NULL OR EXISTS (SELECT FROM complaints.handling
       WHERE handling.voice_id = item.voice_id AND ${visibleVoice(scope)}))
  AND (item.lead_id IS NULL
  OR EXISTS (SELECT FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
             WHERE lead.id = item.lead_id AND ${visibleLead(scope)})))`;

interface Row {
  readonly id: number;
  readonly kind: NoticeItem["kind"];
  readonly at: Date;
  readonly isRead: boolean;
  readonly leadId: string | null;
  readonly number: string | null;
  readonly title: string | null;
  readonly voiceId: string | null;
  readonly voiceTitle: string | null;
}

const COLUMNS = sql`item.id, item.kind, item.happened_at AS at, item.read_at IS NOT NULL AS "isRead",
  item.lead_id AS "leadId", lead.number, lead.title, item.voice_id AS "voiceId", voice.title AS "voiceTitle"`;
const FROM = sql`notice.item LEFT JOIN screening.lead ON lead.id = item.lead_id
  LEFT JOIN complaints.voice ON voice.id = item.voice_id`;

function viewOf({ leadId, number, title, voiceId, voiceTitle, at, ...row }: Row): NoticeItem {
  const lead =
    leadId === null ? {} : { lead: { id: leadId, number: number ?? "", title: title ?? "" } };
  const voice = voiceId === null ? {} : { voice: { number: voiceId, title: voiceTitle ?? "" } };
  return { ...row, at: at.toISOString(), ...lead, ...voice };
}

export async function listItems(
  tx: Tx,
  scope: Scope,
  { unread = false, cursor, limit = 30 }: NoticeQuery,
): Promise<NoticePage> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM ${FROM}
    WHERE ${visibleItem(scope)} AND (NOT ${unread} OR item.read_at IS NULL)
      AND (${cursor ?? null}::bigint IS NULL OR item.id < ${cursor ?? null}::bigint)
    ORDER BY item.id DESC LIMIT ${limit + 1}`.execute(tx);
  const page = rows.slice(0, limit).map(viewOf);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? { next: last.id } : {};
  return { rows: page, ...next, unread: await countUnread(tx, scope) };
}

export async function countUnread(tx: Tx, scope: Scope): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    SELECT count(*)::int AS unread FROM notice.item
    WHERE ${visibleItem(scope)} AND item.read_at IS NULL`.execute(tx);
  return rows[0]?.unread ?? 0;
}

/** Ids of unread items that this scope shows. */
export async function unreadIds(tx: Tx, scope: Scope): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT item.id FROM notice.item WHERE ${visibleItem(scope)} AND item.read_at IS NULL`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** What came after an id, oldest first. */
export async function itemsAfter(
  tx: Tx,
  scope: Scope,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly NoticeItem[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE ${visibleItem(scope)} AND item.id > ${after}
    ORDER BY item.id LIMIT ${limit}`.execute(tx);
  return rows.map(viewOf);
}

/** The newest id of a person, whether the reader may see it or not. */
export async function newestId(db: Database, person: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    SELECT coalesce(max(id), 0) AS id FROM notice.item WHERE person = ${person}`.execute(db);
  return rows[0]?.id ?? 0;
}

/** Marks own items; those of others stay as they are. Tells the person's other windows. */
export async function markRead(
  db: Database,
  { person, now, ...wanted }: { readonly person: string; readonly now: Date } & MarkRead,
): Promise<void> {
  const which =
    "ids" in wanted ? sql`id = ANY (${[...wanted.ids]}::bigint[])` : sql`id <= ${wanted.until}`;
  await sql`WITH marked AS (
      UPDATE notice.item SET read_at = ${now}
      WHERE person = ${person} AND read_at IS NULL AND ${which} RETURNING 1)
    SELECT pg_notify(${NOTICE_CHANNEL}, notice.name_of(${person})) FROM marked LIMIT 1`.execute(db);
}

/** Takes out what is older than this many days; the newest stays, so that ids go on from it. */
export async function sweepItems(db: Database, before: Date): Promise<void> {
  await sql`DELETE FROM notice.item WHERE made_at < ${before}
    AND id < (SELECT max(id) FROM notice.item)`.execute(db);
  await sql`DELETE FROM notice.delivery WHERE ended_at < ${before}`.execute(db);
}
