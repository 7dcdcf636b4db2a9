/** Reads of voices. Every read names the scope of the reader. */
import { type RawBuilder, sql } from "kysely";

import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
import type { Finding, Receiver } from "../../../../contract/src/voice-values.ts";
import {
  type ClockMark,
  VOICE_STATES,
  type VoiceHistoryEvent,
  type VoicePage,
  type VoiceRow,
  type VoiceState,
  type VoiceView,
} from "../../../../contract/src/voices.ts";
import { pageOf, readCursor } from "../../kernel/cursor.ts";
import { present } from "../../kernel/present.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleVoice } from "../../platform/identity/visible.ts";
import type { Peers } from "./first-receiver.ts";
import type { OtherReply } from "./reply-quality.ts";
import {
  type AskedVoices,
  dueMatches,
  FROM,
  isLate,
  isOpen,
  isSoon,
  SUBJECT,
  voiceMatches,
} from "./voice-filter.store.ts";

interface RawClock {
  readonly clock: string;
  readonly dueOn: string | null;
  readonly dueAt: string | null;
  readonly isStatutory: boolean;
  readonly binds: boolean;
}

interface RawVoice {
  readonly id: string;
  readonly payload: VoiceReceived;
  readonly writer: string;
  readonly receivedAt: Date;
  readonly state: VoiceState;
  readonly unitId: string;
  readonly unitName: string;
  readonly watcherId: string | null;
  readonly watcherName: string | null;
  readonly officerName: string | null;
  readonly stateSince: Date;
  readonly isPaused: boolean;
  readonly returns: number;
  readonly version: number;
  readonly matched: string;
  readonly legalBasis: string;
  readonly mustPause: boolean;
  readonly publication: string | null;
  readonly escalations: number;
  readonly clocks: readonly RawClock[];
  readonly peers: Peers | null;
}

const COLUMNS = sql`voice.id, voice.payload, voice.writer, voice.received_at AS "receivedAt", handling.state,
  handling.unit_id AS "unitId", handling.unit_name AS "unitName", handling.watcher_id AS "watcherId",
  handling.watcher_name AS "watcherName", handling.officer_name AS "officerName",
  handling.state_since AS "stateSince", handling.is_paused AS "isPaused", handling.returns, handling.version,
  handling.matched, handling.legal_basis AS "legalBasis", handling.must_pause AS "mustPause", handling.publication, handling.peers,
  (SELECT count(*)::int FROM deadlines.escalation WHERE escalation.subject = ${SUBJECT}) AS escalations,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('clock', clock, 'dueOn', due_on, 'dueAt', due_at,
      'isStatutory', is_statutory, 'binds', binds) ORDER BY due_at NULLS LAST, clock), '[]')
   FROM deadlines.clock WHERE clock.subject = ${SUBJECT}) AS clocks`;

/** First end among the clocks that run; null while no date is known. */
const FIRST_DUE = sql`(SELECT min(due_at) FROM deadlines.clock WHERE clock.subject = ${SUBJECT})`;

/** Clocks of moments, which are late from their start, are no date to keep. */
const isMoment = ({ clock }: Pick<RawClock, "clock">): boolean =>
  clock === "reply.unanswered" || clock === "reply.sent-back";

export function marksOf(clocks: readonly RawClock[], now: Date): readonly ClockMark[] {
  return clocks
    .filter((clock) => !isMoment(clock))
    .map(({ clock, dueOn, dueAt, isStatutory, binds }) => ({
      clock,
      ...(dueOn === null ? {} : { dueOn }),
      ...(dueAt === null ? {} : { dueAt: new Date(dueAt).toISOString() }),
      isStatutory,
      binds,
      isLate: dueAt !== null && Date.parse(dueAt) <= now.getTime(),
    }));
}

function rowOf(raw: RawVoice, now: Date): VoiceRow {
  const { payload, watcherId, watcherName, officerName } = raw;
  const marks = marksOf(raw.clocks, now);
  const binding = marks.find(({ binds, dueAt }) => binds && dueAt !== undefined);
  const [next] = marks;
  return {
    id: raw.id,
    number: payload.number,
    kind: payload.kind,
    regime: payload.regime,
    ...(payload.matter === undefined ? {} : { matter: payload.matter }),
    channel: payload.channel,
    title: payload.title,
    ...(payload.ocid === undefined ? {} : { ocid: payload.ocid }),
    writer: raw.writer,
    receivedAt: raw.receivedAt.toISOString(),
    state: raw.state,
    unit: { id: raw.unitId, name: raw.unitName },
    ...(watcherId === null ? {} : { watcher: { id: watcherId, name: watcherName ?? watcherId } }),
    ...(officerName === null ? {} : { officerName }),
    stateSince: raw.stateSince.toISOString(),
    isPaused: raw.isPaused,
    returns: raw.returns,
    claims: payload.claims.length,
    ...(binding === undefined ? {} : { binding }),
    ...(next === undefined ? {} : { next }),
    escalations: raw.escalations,
    ...(raw.peers?.first === undefined ? {} : { firstReceiver: raw.peers.first }),
    version: raw.version,
  };
}

interface Order {
  readonly key: RawBuilder<unknown>;
  readonly beyond: RawBuilder<unknown>;
  readonly direction: RawBuilder<unknown>;
}

/** By the end of the first clock, the most pressing first and no date behind every date; or the newest first. */
const ORDERS: Readonly<Record<"due" | "received", Order>> = {
  due: {
    key: sql`coalesce(${FIRST_DUE}, '9999-12-31'::timestamptz)`,
    beyond: sql`>`,
    direction: sql`ASC`,
  },
  received: { key: sql`handling.received_at`, beyond: sql`<`, direction: sql`DESC` },
};

export async function listVoices(db: Tx, asked: AskedVoices): Promise<VoicePage> {
  const { query, now } = asked;
  const { state, cursor, limit = 50, order = "due" } = query;
  const states = state?.split(",") ?? null;
  const matches = voiceMatches(asked);
  const { key, beyond, direction } = ORDERS[order];
  const after = readCursor(cursor);
  const { rows } = await sql<RawVoice & { readonly place: Date }>`
    SELECT ${COLUMNS}, ${key} AS place FROM ${FROM}
    WHERE ${matches} AND ${dueMatches(asked)}
      AND (${states}::text[] IS NULL OR handling.state = ANY (${states}::text[]))
      AND (${after?.at ?? null}::timestamptz IS NULL
           OR (${key}, voice.id) ${beyond} (${after?.at ?? null}::timestamptz, ${after?.id ?? null}))
    ORDER BY ${key} ${direction}, voice.id ${direction} LIMIT ${limit + 1}`.execute(db);
  const page = pageOf(rows, limit, ({ place, id }) => ({ at: place.toISOString(), id }));
  return {
    ...page,
    rows: page.rows.map((raw) => rowOf(raw, now)),
    counts: await countVoices(db, matches, now),
  };
}

async function countVoices(
  db: Tx,
  matches: RawBuilder<unknown>,
  now: Date,
): Promise<VoicePage["counts"]> {
  const { rows } = await sql<{
    state: VoiceState;
    count: number;
    late: number;
    soon: number;
    paused: number;
    open: number;
  }>`
    SELECT handling.state, count(*)::int AS count, count(*) FILTER (WHERE ${isLate(now)})::int AS late,
      count(*) FILTER (WHERE ${isSoon(now)})::int AS soon,
      count(*) FILTER (WHERE handling.is_paused)::int AS paused,
      count(*) FILTER (WHERE ${isOpen})::int AS open
    FROM ${FROM} WHERE ${matches} GROUP BY 1`.execute(db);
  const counts = Object.fromEntries(VOICE_STATES.map((state) => [state, 0]));
  const marks = { open: 0, late: 0, soon: 0, paused: 0 };
  for (const { state, count, open, late, soon, paused } of rows) {
    counts[state] = count;
    marks.open += open;
    marks.late += late;
    marks.soon += soon;
    marks.paused += paused;
  }
  return { ...counts, ...marks } as VoicePage["counts"];
}

export interface HeldVoice {
  readonly row: VoiceRow;
  readonly kind: VoiceRow["kind"];
  readonly state: VoiceState;
  readonly version: number;
  readonly returns: number;
  readonly matched: string;
  readonly isPaused: boolean;
  readonly legalBasis: string;
  readonly mustPause: boolean;
  readonly publicationId: string | null;
  readonly running: readonly ClockMark[];
  readonly isLaterReceived: boolean;
  /** Complaints about the same matter at other supervisors, later. */
  readonly later: readonly Receiver[];
}

/** @param scope Absent: whoever asks was checked before. @throws RuleViolation voices.not-found */
export async function getHeld(
  tx: Tx,
  id: string,
  { scope, now }: { readonly scope: Scope | undefined; readonly now: Date },
): Promise<HeldVoice> {
  const { rows } = await sql<RawVoice>`
    SELECT ${COLUMNS} FROM ${FROM}
    WHERE voice.id = ${id} AND ${scope === undefined ? sql`true` : visibleVoice(scope)}`.execute(
    tx,
  );
  const [raw] = rows;
  if (raw === undefined) throw new RuleViolation("voices.not-found", { id });
  const row = rowOf(raw, now);
  const { state, version, returns, matched, isPaused, legalBasis, mustPause, publication } = raw;
  return {
    row,
    kind: row.kind,
    state,
    version,
    returns,
    matched,
    isPaused,
    legalBasis,
    mustPause,
    publicationId: publication,
    running: marksOf(raw.clocks, now),
    isLaterReceived: raw.peers?.first !== undefined,
    later: raw.peers?.later ?? [],
  };
}

export async function readHistory(db: Tx, id: string): Promise<readonly VoiceHistoryEvent[]> {
  const { rows } = await sql<{
    at: Date;
    recordedAt: Date;
    kind: string;
    factId: string;
    leafIndex: number | null;
    payload: Record<string, unknown>;
  }>`
    SELECT event.at, fact.recorded_at AS "recordedAt", event.kind, event.fact_id AS "factId",
      leaf.leaf_index AS "leafIndex", event.payload
    FROM (
      SELECT received_at AS at, 'complaints.voice-received' AS kind, fact_id, '{}'::jsonb AS payload
      FROM complaints.voice WHERE id = ${id}
      UNION ALL
      SELECT occurred_at, kind, fact_id, payload - 'version' FROM complaints.event WHERE voice_id = ${id}
      UNION ALL
      SELECT at, 'deadlines.escalated', fact_id, jsonb_build_object('clock', clock, 'step', step, 'dueOn', due_on,
        'dueAt', due_at, 'isStatutory', is_statutory, 'to', audiences)
      FROM deadlines.escalation WHERE subject = ${`voice:${id}`}
    ) AS event JOIN fact.fact ON fact.id = event.fact_id LEFT JOIN witness.leaf ON leaf.fact_id = event.fact_id
    ORDER BY event.fact_id`.execute(db);
  return rows.map(({ at, recordedAt, leafIndex, ...event }) => ({
    ...event,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    ...(leafIndex === null ? {} : { leafIndex }),
  }));
}

interface ProcessRow {
  readonly ocid: string;
  readonly title: string;
  readonly procuringEntity: string | null;
  readonly procurementAgency: string | null;
  readonly bidDeadline: Date | null;
}

export async function readProcessOf(
  db: Tx,
  ocid: string | undefined,
): Promise<VoiceView["process"]> {
  if (ocid === undefined) return undefined;
  const { rows } = await sql<ProcessRow>`
    SELECT ocid, title, procuring_entity ->> 'name' AS "procuringEntity",
      procurement_agency ->> 'name' AS "procurementAgency", bid_deadline AS "bidDeadline"
    FROM procurement.process WHERE ocid = ${ocid}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const known = { ...row, bidDeadline: row.bidDeadline?.toISOString() ?? null };
  return present(known);
}

export async function readRelated(
  db: Tx,
  scope: Scope,
  { id, ocid }: { readonly id: string; readonly ocid: string | undefined },
): Promise<VoiceView["related"]> {
  if (ocid === undefined) return [];
  const { rows } = await sql<VoiceView["related"][number]>`
    SELECT handling.voice_id AS id, handling.voice_id AS number, handling.kind, handling.state
    FROM complaints.handling WHERE ocid = ${ocid} AND voice_id <> ${id} AND ${visibleVoice(scope)}
    ORDER BY received_at LIMIT 20`.execute(db);
  return rows;
}

/** Replies of the unit, the newest first, with which a draft is compared. */
export async function readOtherReplies(
  db: Tx,
  unit: string,
  except: string,
): Promise<readonly OtherReply[]> {
  const { rows } = await sql<{ number: string; claims: string[]; findings: Finding[] }>`
    SELECT voice.id AS number, voice.payload -> 'claims' AS claims, event.payload -> 'findings' AS findings
    FROM complaints.event JOIN complaints.voice ON voice.id = event.voice_id
    WHERE event.kind = 'complaints.reply-served' AND event.payload -> 'officer' -> 'department' ->> 'id' = ${unit}
      AND voice.id <> ${except}
    ORDER BY event.occurred_at DESC LIMIT 200`.execute(db);
  return rows;
}
